"""One batch for a transaction, none without a cache; addresses for caches that know no tags."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from tests import factories
from tests.twinning.delivery.purging.helpers import VARNISH, one, page_tags
from tests.twinning.delivery.purging.recording import recorder
from tests.twinning.test_query_counts import block

# One batch a transaction


def test_a_transaction_is_one_batch(cache, tree, other) -> None:
    cache.take()
    with transaction.atomic():
        for page in (tree.almelo, tree.towns, other["story"]):
            with transaction.atomic():
                page.save_revision().publish()
        factories.InterestFactory()
    assert page_tags(tree.almelo, tree.towns, other["story"]) | {"locale-en"} <= one(cache).tags


def test_what_is_rolled_back_purges_nothing(cache, tree) -> None:
    cache.take()
    with pytest.raises(LookupError), transaction.atomic():
        tree.almelo.save()
        raise LookupError
    assert cache.told == []
    with transaction.atomic():
        with pytest.raises(LookupError), transaction.atomic():
            tree.almelo.save()  # the first change, whose savepoint goes
            raise LookupError
        tree.towns.save()
    told = one(cache).tags
    assert page_tags(tree.towns) <= told
    assert not page_tags(tree.almelo) & told


def test_a_savepoint_that_stays_takes_later_changes_in(cache, tree) -> None:
    cache.take()
    with transaction.atomic():
        with transaction.atomic():
            tree.almelo.save()
        with pytest.raises(LookupError), transaction.atomic():
            tree.home.save()
            raise LookupError
        tree.towns.save()
    assert page_tags(tree.towns, tree.almelo) <= one(cache).tags


def test_a_batch_with_many_tags_is_a_few_requests(cache, tree) -> None:
    parent = factories.StandardPageFactory(parent=tree.home)
    pages = factories.StandardPageFactory.create_batch(500, parent=parent)
    cache.take()
    parent.slug = "elsewhere"
    parent.save()
    told = cache.take()
    assert len(told) == 2
    assert page_tags(*pages) <= told[0].tags | told[1].tags
    assert all(len(t.headers["xkey-purge"]) <= 4000 for t in told)


# Nobody to tell


def test_without_backends_nothing_happens(settings, tree, monkeypatch) -> None:
    def cost() -> tuple[int, int]:
        """Queries, and batches that wait for the commit."""
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            tree.almelo.save()
            queued = [hook for hook in connection.run_on_commit if "Batch" in repr(hook[1])]
        return len(captured), len(queued)

    assert not getattr(settings, "WAGTAILFRONTENDCACHE", None)
    queries, queued = cost()
    assert queued == 0
    with recorder() as found:
        settings.WAGTAILFRONTENDCACHE = {"v": {"BACKEND": VARNISH, "LOCATIONS": [found.url]}}
        assert cost() == (queries, 1)  # where the page was is known to the log as well
        assert len(found.told) == 1
        settings.WAGTAILFRONTENDCACHE = {}
        assert cost() == (queries, 0)
        assert len(found.told) == 1


# By address


def test_addresses_of_a_page_those_above_and_those_that_link_to_it(by_url, tree, other) -> None:
    html = f'<p>See <a linktype="page" id="{tree.almelo.pk}">this</a>.</p>'
    linking = factories.StandardPageFactory(parent=tree.home, body=[block("rich_text", html)])
    by_url.take()
    with transaction.atomic():
        tree.almelo.save_revision().publish()
    told = by_url.take()
    assert {t.method for t in told} == {"PURGE"}
    assert {t.headers["host"] for t in told} == {"localhost"}
    dutch = {"/nl/", "/nl/steden/", "/nl/steden/almelo/"}
    expected = {"/en/", "/en/towns/", "/en/towns/almelo/"} | dutch
    # The story tells of the town that it is of.
    expected |= {linking.get_url(), other["story"].get_url()}
    assert {t.path for t in told} == expected
    assert len(told) == len(expected)


def test_addresses_before_and_after_a_move(by_url, tree, other) -> None:
    by_url.take()
    tree.towns.slug = "twin-towns"
    with transaction.atomic():
        tree.towns.save_revision().publish()
    paths = {told.path for told in by_url.take()}
    story = f"almelo/{other['story'].slug}/"
    for towns in ("/en/towns/", "/en/twin-towns/"):
        assert {towns, f"{towns}almelo/", f"{towns}{story}"} <= paths
    with transaction.atomic():
        tree.almelo.delete()
    paths = {told.path for told in by_url.take()}
    assert {"/en/twin-towns/almelo/", f"/en/twin-towns/{story}", "/en/"} <= paths


def test_addresses_of_a_language_and_of_everything(by_url, tree, other) -> None:
    by_url.take()
    factories.SiteSettingsFactory(site=tree.site)
    paths = {told.path for told in by_url.take()}
    assert {"/en/", "/en/towns/almelo/"} <= paths
    # Where there are no settings in a language, those in another might stand in.
    Site.objects.get().save()
    paths = {told.path for told in by_url.take()}
    assert {"/en/towns/almelo/", "/nl/steden/almelo/"} <= paths

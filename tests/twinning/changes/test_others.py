"""What is written to the log of all that is no page, and who is told of it."""

from collections.abc import Iterator

import pytest
from django.core import serializers
from django.db import transaction
from wagtail.models import Collection, CollectionViewRestriction, Site

from tests import factories
from tests.twinning.content_api.test_pages import translate
from twinning.changes import listeners
from twinning.changes.models import Change
from twinning.translation.states import keeping

ALMELO = "/en/towns/almelo/"
ANYWHERE = "content.changed"


@pytest.fixture
def told() -> Iterator[list[list[Change]]]:
    """What a listener is told."""
    found: list[list[Change]] = []
    listeners.register(found.append)
    yield found
    listeners.unregister(found.append)


def test_what_unknown_pages_show(log, tree, picture) -> None:
    assert log.take() == [(ANYWHERE, "wagtailcore.Collection", "")]  # and no picture: it is new
    picture.save()
    assert log.take() == [(ANYWHERE, "media.TwinningImage", "")]
    interest = factories.InterestFactory()
    assert log.take() == [(ANYWHERE, "towns.Interest", "")]
    interest.delete()
    assert log.take() == [(ANYWHERE, "towns.Interest", "")]
    collection = Collection.get_first_root_node().add_child(name="Private")
    assert log.take() == [(ANYWHERE, "wagtailcore.Collection", "")]
    with transaction.atomic():
        rule = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=CollectionViewRestriction.LOGIN
        )
        rule.save()
    assert log.take() == [(ANYWHERE, "wagtailcore.CollectionViewRestriction", "")]


def test_settings(log, tree) -> None:
    factories.SiteSettingsFactory(site=tree.site)
    [row] = log.rows()
    assert (row.event, row.type, row.site_id) == (
        "settings.changed", "home.SiteSettings", tree.site.pk
    )  # fmt: skip
    other = Site.objects.create(hostname="other.example", root_page=tree.towns)
    other.delete()
    assert log.take() == [("settings.changed", "wagtailcore.Site", "")] * 2


def test_a_part_of_a_page_that_is_saved_by_itself(log, tree) -> None:
    link = factories.TwinLinkFactory(town=tree.almelo)
    [row] = log.rows()
    assert (row.event, row.path, row.page_id) == (ANYWHERE, ALMELO, tree.almelo.pk)
    link.delete()
    assert log.take() == [(ANYWHERE, ALMELO, "")]
    tree.almelo.unpublish()
    log.take()
    factories.TwinLinkFactory(town=tree.almelo)
    assert log.take() == []


def test_how_a_page_came_to_be_in_its_language(log, tree) -> None:
    translate(tree.home, tree.locales["nl"], title="Start", slug="start-nl")
    towns = translate(tree.towns, tree.locales["nl"], title="Steden", slug="steden")
    keeping.refresh_all()
    log.take()
    keeping.set_stale(towns.pk, True)
    keeping.set_stale(towns.pk, True)
    assert log.take() == [(ANYWHERE, "/nl/steden/", "")]


def test_what_a_fixture_writes_may_be_anything(log, tree) -> None:
    dumped = serializers.serialize("json", [tree.almelo])
    for loaded in serializers.deserialize("json", dumped):
        loaded.save()
    assert log.take() == [(ANYWHERE, "", "")]


def test_listeners_are_told_in_the_same_transaction(log, tree, told) -> None:
    with transaction.atomic():
        tree.towns.slug = "cities"
        tree.towns.save()
        [rows] = told
        assert [row.path for row in rows] == ["/en/cities/", "/en/cities/almelo/"]
        stored = Change.objects.filter(pk__in=[row.pk for row in rows])
        assert len(stored) == 2
        transaction.set_rollback(True)
    assert log.take() == []


def test_a_listener_that_fails_undoes_the_change(log, tree) -> None:
    def refuse(rows: list[Change]) -> None:
        raise RuntimeError("No.")

    listeners.register(refuse)
    try:
        tree.almelo.title = "Almelo!"
        with pytest.raises(RuntimeError):
            tree.almelo.save()
    finally:
        listeners.unregister(refuse)
    tree.almelo.refresh_from_db()
    assert tree.almelo.title == "Almelo"
    assert log.take() == []

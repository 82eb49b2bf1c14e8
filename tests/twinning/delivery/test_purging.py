"""What each change purges, told to a real server once the transaction is committed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, PageViewRestriction, Site
from wagtail_localize.models import Translation, TranslationSource

from tests import factories
from tests.twinning.content_api.test_pages import translate
from tests.twinning.delivery.recording import Recorder, Told, recorder
from tests.twinning.test_query_counts import block, figure
from twinning.delivery.purging import changes as changes_module
from twinning.delivery.purging import reach as reach_module

VARNISH = "twinning.delivery.purging.varnish.VarnishBackend"


@pytest.fixture
def other(tree) -> dict[str, Any]:
    """What stands beside the tree: a story, and Almelo and the home page in Dutch."""
    story = factories.StoryPageFactory(parent=tree.almelo)
    home = translate(tree.home, tree.locales["nl"], title="Start")
    towns = translate(tree.towns, tree.locales["nl"], title="Steden", slug="steden")
    return {
        "story": story,
        "home": home,
        "towns": towns,
        "almelo": translate(tree.almelo, tree.locales["nl"]),
    }


@pytest.fixture
def cache(settings, tree) -> Iterator[Recorder]:
    """A Varnish server, as far as the site can tell, from now on."""
    with recorder() as found:
        settings.WAGTAILFRONTENDCACHE = {
            "varnish": {"BACKEND": VARNISH, "LOCATIONS": [found.url], "TIMEOUT": 1}
        }
        yield found


@pytest.fixture
def by_url(settings, tree) -> Iterator[Recorder]:
    """A cache that knows addresses only: Wagtail's own backend."""
    with recorder() as found:
        settings.WAGTAILFRONTENDCACHE = {
            "http": {
                "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
                "LOCATION": found.url,
            }
        }
        yield found


def one(cache: Recorder) -> Told:
    [told] = cache.take()
    assert (told.method, told.path) == ("PURGE", "/")
    return told


def page_tags(*pages: Page) -> set[str]:
    return {f"page-{page.pk}" for page in pages}


TOWN_TAGS = {"type-towns.TownPage", "type-wagtailcore.Page"}


# Pages


def test_a_publication_purges_the_page_its_translations_and_lists(cache, tree, other) -> None:
    cache.take()
    tree.almelo.title = "Almelo!"
    with transaction.atomic():
        tree.almelo.save_revision().publish()
        assert cache.told == []
    assert one(cache).tags == page_tags(tree.almelo, other["almelo"]) | TOWN_TAGS


def test_so_does_one_in_the_admin(cache, tree, other, admin_client) -> None:
    cache.take()
    url = reverse("wagtailadmin_pages:unpublish", args=[tree.almelo.pk])
    assert admin_client.post(url).status_code == 302
    told = {tag for told in cache.take() for tag in told.tags}
    assert told == page_tags(tree.almelo, other["almelo"]) | TOWN_TAGS


def test_a_new_translation_purges_the_others(cache, tree, other) -> None:
    translate(translate(tree.home, tree.locales["de"]) and tree.towns, tree.locales["de"])
    cache.take()
    with transaction.atomic():
        german = tree.almelo.copy_for_translation(tree.locales["de"])
        german.save_revision().publish()
    told = one(cache).tags
    assert page_tags(german, tree.almelo, other["almelo"]) | TOWN_TAGS == told


def test_a_translation_of_wagtail_localize_purges_the_others(cache, tree, other) -> None:
    source, _created = TranslationSource.get_or_create_from_instance(other["story"])
    translation = Translation.objects.create(source=source, target_locale=tree.locales["nl"])
    cache.take()
    with transaction.atomic():
        translation.save_target(publish=True)
    dutch = other["story"].get_translation(tree.locales["nl"])
    assert dutch.live
    told = one(cache).tags
    assert page_tags(dutch, other["story"]) | {"type-stories.StoryPage"} <= told
    assert "twinning" not in told


def test_drafts_purge_nothing(cache, tree, other) -> None:
    cache.take()
    tree.almelo.title = "Not yet"
    tree.almelo.save_revision()
    draft = factories.StoryPageFactory(parent=tree.stories, live=False)
    draft.save_revision()
    draft.title = "Not yet either"
    draft.save()
    tree.almelo.lock = True
    tree.almelo.save(update_fields=["locked", "locked_at", "locked_by"])
    factories.TwinLinkFactory(town=factories.TownPageFactory(parent=tree.towns, live=False))
    draft.delete()
    assert cache.told == []


def test_a_draft_in_the_admin_purges_nothing(cache, tree, admin_client) -> None:
    from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

    cache.take()
    page = factories.StandardPageFactory(parent=tree.home)
    cache.take()
    data = nested_form_data(
        {
            "title": "A draft",
            "slug": page.slug,
            "body": streamfield([("rich_text", rich_text("<p>Draft</p>"))]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            "intro": "",
            "listing_text": "",
            "picture": "",
            "picture_alt": "",
        }
    )
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = admin_client.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    page.refresh_from_db()
    assert page.draft_title == "A draft" != page.title
    assert cache.told == []


def test_what_is_unpublished_by_hand_is_noticed(cache, tree) -> None:
    tree.almelo.live = False
    cache.take()
    tree.almelo.save()
    assert page_tags(tree.almelo) <= one(cache).tags


def test_a_move_purges_all_below(cache, tree, other) -> None:
    page = factories.StandardPageFactory(parent=tree.home)
    below = factories.StandardPageFactory(parent=page)
    target = factories.StandardPageFactory(parent=tree.home)
    cache.take()
    with transaction.atomic():
        page.move(target, pos="last-child")
    told = one(cache).tags
    assert page_tags(page, below) | {"type-home.StandardPage"} <= told
    assert not page_tags(target, tree.home) & told


def test_another_slug_purges_all_below_and_their_translations(cache, tree, other) -> None:
    cache.take()
    tree.towns.slug = "twin-towns"
    with transaction.atomic():
        tree.towns.save_revision().publish()
    told = one(cache).tags
    expected = page_tags(tree.towns, tree.almelo, *(other[n] for n in ("story", "towns", "almelo")))
    assert expected | TOWN_TAGS | {"type-stories.StoryPage"} <= told
    assert not page_tags(tree.home) & told


def test_a_deletion_purges_all_below_and_the_translations(cache, tree, other) -> None:
    expected = page_tags(tree.almelo, other["almelo"], other["story"])
    cache.take()
    with transaction.atomic():
        tree.almelo.delete()
    assert expected | TOWN_TAGS | {"type-stories.StoryPage"} <= one(cache).tags


def test_a_home_page_that_moves_or_comes_purges_everything(cache, tree) -> None:
    cache.take()
    tree.home.hero_title = "Still here"
    tree.home.save()
    assert "twinning" not in one(cache).tags
    tree.home.slug = "elsewhere"
    tree.home.save()
    assert one(cache).tags == {"twinning"}
    tree.home.copy_for_translation(tree.locales["pl"])  # a draft, and the site has a language more
    assert {"twinning"} in [told.tags for told in cache.take()]


def test_very_many_changes_are_everything(cache, tree, monkeypatch) -> None:
    with transaction.atomic():
        monkeypatch.setattr(changes_module, "MOST", 5)
        factories.StandardPageFactory.create_batch(5, parent=tree.home)
    assert one(cache).tags == {"twinning"}
    monkeypatch.setattr(reach_module, "MOST_PAGES", 3)
    with transaction.atomic():
        tree.towns.slug = "twin-towns"
        tree.towns.save()
    assert page_tags(tree.towns) <= one(cache).tags
    factories.StoryPageFactory.create_batch(3, parent=tree.almelo)
    cache.take()
    tree.towns.slug = "towns"
    tree.towns.save()
    assert one(cache).tags == {"twinning"}


# What belongs to pages, and what they refer to


def test_a_row_of_a_page_purges_its_page(cache, tree, other) -> None:
    cache.take()
    with transaction.atomic():
        factories.TwinLinkFactory(town=tree.almelo)
    assert one(cache).tags == page_tags(tree.almelo, other["almelo"]) | TOWN_TAGS
    interest = factories.InterestFactory()
    cache.take()
    tree.almelo.interests.add(interest)
    with transaction.atomic():
        tree.almelo.save()
    assert page_tags(tree.almelo) <= one(cache).tags


def test_a_picture_purges_what_shows_it(cache, tree, picture) -> None:
    page = factories.StandardPageFactory(parent=tree.home, body=[block("image", figure(picture))])
    tree.almelo.picture, tree.almelo.picture_alt = picture, "A bridge"
    tree.almelo.save()
    cache.take()
    picture.description = "Another bridge"
    picture.save()
    expected = page_tags(page, tree.almelo) | TOWN_TAGS
    expected |= {"type-home.StandardPage", "type-media.TwinningImage"}
    assert one(cache).tags == expected
    with transaction.atomic():
        picture.delete()
    assert one(cache).tags == expected


def test_a_new_picture_and_its_renditions_purge_nothing(cache, tree) -> None:
    cache.take()
    picture = factories.ImageFactory(collection=Collection.get_first_root_node())
    picture.get_rendition("width-400")
    assert picture.renditions.exists()
    assert cache.told == []


def test_a_document_purges_what_links_to_it(cache, tree) -> None:
    document = get_document_model().objects.create(
        title="Programme", file=ContentFile(b"Programme", name="programme.txt")
    )
    html = f'<p><a linktype="document" id="{document.pk}">that</a></p>'
    page = factories.StandardPageFactory(parent=tree.home, body=[block("rich_text", html)])
    cache.take()
    document.title = "Another"
    document.save()
    assert page_tags(page) <= one(cache).tags


def test_a_picture_in_a_snippet_purges_its_language(cache, tree, picture, monkeypatch) -> None:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import ReferenceIndex

    found = factories.SiteSettingsFactory(site=tree.site)
    kind = ContentType.objects.get_for_model(found)
    ReferenceIndex.objects.create(
        base_content_type=kind,
        content_type=kind,
        object_id=found.pk,
        to_content_type=ContentType.objects.get_for_model(get_image_model()),
        to_object_id=picture.pk,
        model_path="header.item",
        content_path="header.item",
        content_path_hash=ReferenceIndex._get_content_path_hash("header.item"),
    )
    cache.take()
    picture.save()
    assert "locale-en" in one(cache).tags


# Snippets, settings and all else


def test_a_snippet_purges_its_language_and_those_that_it_stands_in_for(cache, tree) -> None:
    interest = factories.InterestFactory()
    for code in ("nl", "fr", "de"):
        german = interest.copy_for_translation(tree.locales[code])
        german.save()
    cache.take()
    german.name = "Radfahren"
    german.save()
    assert one(cache).tags == {"locale-de", "locale-pl", "type-towns.Interest"}
    interest.name = "Cycling"
    interest.save()
    assert one(cache).tags == {"locale-en", "locale-pl", "type-towns.Interest"}
    interest.delete()
    assert "locale-en" in one(cache).tags


def test_settings_purge_their_language(cache, tree) -> None:
    found = factories.SiteSettingsFactory(site=tree.site)
    assert "locale-en" in one(cache).tags
    found.strapline = "Five towns"
    found.save()
    assert "locale-en" in one(cache).tags


def test_a_redirect_purges_redirects(cache, tree) -> None:
    found = Redirect.objects.create(old_path="/en/old", redirect_page=tree.almelo)
    assert one(cache).tags == {"type-wagtailredirects.Redirect"}
    found.delete()
    assert one(cache).tags == {"type-wagtailredirects.Redirect"}


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: PageViewRestriction.objects.create(page=tree.towns, restriction_type="login"),
        lambda tree: tree.site.save(),
        lambda tree: tree.locales["pl"].delete(),
        lambda tree: Collection.get_first_root_node().add_child(name="Private"),
        lambda tree: Site.objects.create(hostname="other", root_page=tree.towns),
    ],
    ids=["privacy", "site", "locale", "collection", "new site"],
)
def test_what_may_be_seen_anywhere_purges_everything(cache, tree, change) -> None:
    cache.take()
    change(tree)
    assert one(cache).tags == {"twinning"}


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
        assert cost() == (queries + 1, 1)  # where the page was
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

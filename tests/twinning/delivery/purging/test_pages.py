"""What a change of a page purges, told to a real server once the transaction is committed."""

from django.db import transaction
from django.urls import reverse
from wagtail_localize.models import Translation, TranslationSource

from tests import factories
from tests.twinning.content_api.test_pages import translate
from tests.twinning.delivery.purging.helpers import TOWN_TAGS, one, page_tags
from twinning.delivery.purging import changes as changes_module
from twinning.delivery.purging import reach as reach_module


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

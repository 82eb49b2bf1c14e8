"""No alias of a page in another language ever comes about, by whatever way."""

from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import LocaleSynchronization, Translation

from tests import factories
from tests.twinning.translation.editing import translate_rest


def foreign_aliases() -> list[str]:
    return [
        str(page)
        for page in Page.objects.filter(alias_of__isnull=False)
        if page.alias_of.locale_id != page.locale_id
    ]


def test_copies_of_parents_become_drafts(client, tree) -> None:
    polish = tree.locales["pl"]
    tree.almelo.copy_for_translation(polish, copy_parents=True)
    assert foreign_aliases() == []
    copies = Page.objects.filter(locale=polish)
    assert copies.count() == 3, "the town, the list of towns and the home page"
    assert not copies.filter(live=True).exists()
    assert client.get("/pl/").status_code == 404


def test_a_parents_draft_is_ready_to_be_translated(admin, client, tree) -> None:
    polish = tree.locales["pl"]
    tree.almelo.copy_for_translation(polish, copy_parents=True)
    for page in (tree.home, tree.towns):
        translation = Translation.objects.get(
            source__object_id=page.translation_key, target_locale=polish
        )
        total, translated = translation.get_progress()
        assert total > 0 and translated == 0
        edit = reverse("wagtailadmin_pages:edit", args=[page.get_translation(polish).pk])
        assert "wagtail_localize" in admin.get(edit).content.decode()
        translate_rest(admin, translation)
        assert admin.post(edit, {"action": "publish"}).status_code == 302
        assert page.get_translation(polish).live


def test_synchronising_a_locale_makes_no_live_page(admin, tree) -> None:
    french = tree.locales["fr"]
    LocaleSynchronization.objects.create(locale=french, sync_from=tree.locales["en"]).sync_trees()
    assert foreign_aliases() == []
    assert not Page.objects.filter(locale=french, live=True).exists()


def test_a_translation_is_not_turned_into_an_alias(admin, tree) -> None:
    polish = tree.home.copy_for_translation(tree.locales["pl"])
    polish.save_revision().publish()
    url = reverse("wagtail_localize:convert_to_alias", args=[polish.pk])
    response = admin.post(url, follow=True)
    assert "never replaced by an alias" in response.content.decode()
    assert foreign_aliases() == []
    assert Page.objects.get(pk=polish.pk).live


def test_an_alias_in_the_same_language_stays_one(tree) -> None:
    story = factories.StoryPageFactory(parent=tree.almelo)
    alias = story.create_alias(parent=tree.stories)
    assert Page.objects.get(pk=alias.pk).alias_of_id == story.pk
    assert Page.objects.get(pk=alias.pk).live

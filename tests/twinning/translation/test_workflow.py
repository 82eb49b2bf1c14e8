"""Translation in the admin, through its own views: submit, translate, publish, change, sync."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests import factories
from tests.twinning.translation.editing import (
    publish,
    submit,
    translate,
    translate_rest,
    translation_of,
)
from towns.models import Interest, TownPage


@pytest.fixture
def story(tree):
    """An English story with an interest."""
    interest = factories.InterestFactory(key="music", name="Music")
    story = factories.StoryPageFactory(
        parent=tree.stories,
        title="A bench",
        slug="a-bench",
        intro="Artists made a bench.",
        body=[
            {"type": "rich_text", "value": "<p>It stands in a park.</p><p>It has tiles.</p>"},
        ],
    )
    story.interests = [interest]
    story.save_revision().publish()
    return story


@pytest.fixture
def polish_stories(tree):
    """The way to a Polish story: home page and list of stories."""
    home = tree.home.copy_for_translation(tree.locales["pl"])
    home.slug = "poczatek"
    home.save_revision().publish()
    stories = tree.stories.copy_for_translation(tree.locales["pl"])
    stories.title, stories.slug = "Opowieści", "opowiesci"
    stories.save_revision().publish()
    return Page.objects.get(pk=stories.pk)


WORDS = {
    "A bench": "Ławka",
    "a-bench": "lawka",
    "Artists made a bench.": "Artyści zrobili ławkę.",
    "It stands in a park.": "Stoi w parku.",
    "It has tiles.": "Ma kafelki.",
}


def test_submit_translate_publish_change_sync(admin, client, tree, story, polish_stories) -> None:
    polish = tree.locales["pl"]
    submit(admin, story, polish)
    translation = translation_of(story, polish)
    draft = story.get_translation(polish)
    assert not draft.live, "English must not go live as Polish"
    assert draft.alias_of is None
    assert translation.get_progress() == (5, 0)

    translate(admin, translation, dict(WORDS))
    assert translation.get_progress() == (5, 5)
    publish(admin, draft)
    html = client.get("/pl/opowiesci/lawka/").content.decode()
    assert "<h1>Ławka</h1>" in html
    assert "Stoi w parku." in html
    assert "park." not in html

    # The English changes; the Polish stays as it is until someone syncs it.
    story.body = [{**story.body.raw_data[0], "value": "<p>It stands in a wood.</p>"}]
    story.save_revision().publish()
    assert "Stoi w parku." in client.get("/pl/opowiesci/lawka/").content.decode()

    url = reverse("wagtail_localize:update_translations", args=[translation.source.pk])
    assert admin.post(url, {}).status_code == 302
    translation.refresh_from_db()
    assert translation.get_progress() == (4, 3), "one sentence is stale"
    stale = admin.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert "It stands in a wood." in stale
    assert "Stoi w parku." in client.get("/pl/opowiesci/lawka/").content.decode()

    translate(admin, translation, {"It stands in a wood.": "Stoi w lesie."})
    publish(admin, draft)
    html = client.get("/pl/opowiesci/lawka/").content.decode()
    assert "Stoi w lesie." in html
    assert "Ma kafelki." not in html
    assert "Artyści zrobili ławkę." in html


def test_the_interests_of_a_translated_page_are_in_its_language(
    admin, client, tree, story, polish_stories
) -> None:
    polish = tree.locales["pl"]
    interest = Interest.objects.get(key="music").copy_for_translation(polish)
    interest.name = "Muzyka"
    interest.save()
    submit(admin, story, polish)
    interest.refresh_from_db()
    assert interest.name == "Muzyka", "submitting a page must not touch its interests"
    translation = translation_of(story, polish)
    translate(admin, translation, dict(WORDS))
    publish(admin, story.get_translation(polish))
    translated = story.get_translation(polish)
    assert [found.name for found in translated.interests.all()] == ["Muzyka"]
    assert "Muzyka" in client.get("/pl/opowiesci/lawka/").content.decode()
    assert "Music" not in client.get("/pl/opowiesci/lawka/").content.decode()
    assert [found.name for found in story.interests.all()] == ["Music"]


def test_any_language_may_be_the_source(admin, client, tree) -> None:
    polish, english = tree.locales["pl"], tree.locales["en"]
    home = tree.home.copy_for_translation(polish)
    home.slug = "poczatek"
    home.save_revision().publish()
    towns = tree.towns.copy_for_translation(polish)
    towns.title, towns.slug = "Miasta", "miasta"
    towns.save_revision().publish()
    town = factories.TownPageFactory(
        parent=Page.objects.get(pk=towns.pk),
        locale=polish,
        title="Kalisz",
        slug="kalisz",
        country="PL",
        intro="Miasto nad Prosną.",
    )
    link = factories.TwinLinkFactory(town=town, name="Praga", country="CZ", note="Stolica.")
    submit(admin, town, english)
    translation = translation_of(town, english)
    translate(
        admin,
        translation,
        {
            "Kalisz": "Kalisz",
            "kalisz": "kalisz",
            "Miasto nad Prosną.": "A city on the Prosna.",
            "Praga": "Prague",
            "Stolica.": "A capital.",
        },
    )
    publish(admin, town.get_translation(english))
    html = client.get("/en/towns/kalisz/").content.decode()
    assert "A city on the Prosna." in html
    assert "Prague" in html
    assert "Czechia" in html
    english_link = TownPage.objects.get(locale=english, slug="kalisz").twin_links.get()
    assert (english_link.country.code, english_link.translation_key) == ("CZ", link.translation_key)
    assert "Miasto nad Prosną." in client.get("/pl/miasta/kalisz/").content.decode()


def test_a_partner_keeps_its_interests_in_each_language(admin, tree) -> None:
    french = tree.locales["fr"]
    interest = factories.InterestFactory(key="music", name="Music")
    musique = interest.copy_for_translation(french)
    musique.name = "Musique"
    musique.save()
    link = factories.TwinLinkFactory(town=tree.almelo, name="Iserlohn", note="A town.")
    link.interests = [interest]
    link.save()
    for page in (tree.home, tree.towns, tree.almelo):
        submit(admin, page, french)
    translate_rest(admin, translation_of(tree.almelo, french))
    publish(admin, tree.almelo.get_translation(french))
    translated = TownPage.objects.get(locale=french).twin_links.get()
    assert [found.name for found in translated.interests.all()] == ["Musique"]
    again = TownPage.objects.get(pk=tree.almelo.pk).twin_links.get()
    assert [found.name for found in again.interests.all()] == ["Music"]


def test_a_po_file_goes_out_and_comes_back(admin, client, tree, story, polish_stories) -> None:
    import polib
    from django.core.files.uploadedfile import SimpleUploadedFile

    polish = tree.locales["pl"]
    submit(admin, story, polish)
    translation = translation_of(story, polish)
    url = reverse("wagtail_localize:download_pofile", args=[translation.pk])
    po = polib.pofile(admin.get(url).content.decode())
    for entry in po:
        entry.msgstr = WORDS[entry.msgid]
    upload = SimpleUploadedFile("pl.po", str(po).encode())
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    assert admin.post(url, {"file": upload}).status_code == 302
    publish(admin, story.get_translation(polish))
    assert "Stoi w parku." in client.get("/pl/opowiesci/lawka/").content.decode()

"""A list shows each page once: in the visitor's language, or in the best other one, and says so."""

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from wagtail.models import PageViewRestriction

from stories import queries
from tests import factories
from tests.building import translated
from towns import queries as towns
from twinning.translation import fallback


@pytest.fixture
def dutch_home(tree):
    tree.locales["nl"]
    return translated(tree.stories, tree.locales["nl"], title="Verhalen", slug="verhalen")


def titles(language: str) -> list[str]:
    with translation.override(language):
        return [story.title for story in queries.shown_stories()]


def test_the_visitors_language_is_first_then_the_default_one(settings) -> None:
    with translation.override("pl"):
        assert fallback.preference() == ["pl", "en", "nl", "fr", "de"]
    with translation.override("en"):
        assert fallback.preference() == ["en", "nl", "fr", "de", "pl"]
    settings.LANGUAGE_CODE = "de"
    with translation.override("pl"):
        assert fallback.preference() == ["pl", "de", "en", "nl", "fr"]


def test_each_page_comes_once_in_the_best_language(tree) -> None:
    story = factories.StoryPageFactory(parent=tree.stories, title="A bench")
    translated(story, tree.locales["de"], title="Eine Bank")
    translated(story, tree.locales["pl"], title="Ławka")
    only = factories.StoryPageFactory(parent=tree.stories, title="A choir")
    only_de = translated(only, tree.locales["de"], title="Ein Chor")
    only.unpublish()
    assert titles("en") == ["A bench", "Ein Chor"]
    assert titles("nl") == ["A bench", "Ein Chor"]
    assert titles("de") == ["Ein Chor", "Eine Bank"]
    assert titles("pl") == ["Ein Chor", "Ławka"]
    only_de.unpublish()
    assert titles("pl") == ["Ławka"]


def test_a_draft_or_a_private_page_does_not_count_as_existing(tree) -> None:
    story = factories.StoryPageFactory(parent=tree.stories, title="A bench")
    polish = translated(story, tree.locales["pl"], title="Ławka")
    restriction = PageViewRestriction.objects.create(page=polish, restriction_type="login")
    assert titles("pl") == ["A bench"]
    restriction.delete()
    assert titles("pl") == ["Ławka"]
    polish.unpublish()
    assert titles("pl") == ["A bench"]


def test_pages_of_the_paginator_neither_repeat_nor_lose_a_story(client, tree, dutch_home) -> None:
    for number in range(30):
        story = factories.StoryPageFactory(parent=tree.stories, title=f"Story {number:02}")
        if number % 3 == 0:
            translated(story, tree.locales["nl"], title=f"Verhaal {number:02}")
    found = []
    for page in (1, 2, 3):
        html = client.get(f"{dutch_home.get_url()}?page={page}").content
        cards = BeautifulSoup(html, "html.parser").select(".card__title")
        found += [card.get_text(strip=True)[-2:] for card in cards]
    assert sorted(found) == [f"{number:02}" for number in range(30)]


def test_a_card_says_which_language_it_is_in(client, tree, dutch_home) -> None:
    factories.StoryPageFactory(parent=tree.stories, title="A bench", listing_text="Of tiles.")
    html = client.get(dutch_home.get_url()).content
    card = BeautifulSoup(html, "html.parser").select_one(".card")
    assert card.select_one(".card__title")["lang"] == "en"
    assert card.find("p", string="Of tiles.")["lang"] == "en"
    link = card.select_one("a")
    assert (link["href"], link["hreflang"]) == ("/en/stories/a-bench/", "en")
    assert card.select_one(".card__language")


def test_a_card_in_the_visitors_language_has_no_mark(client, tree) -> None:
    factories.StoryPageFactory(parent=tree.stories, title="A bench")
    card = BeautifulSoup(client.get("/en/stories/").content, "html.parser").select_one(".card")
    assert not card.select_one("[lang], [hreflang], .card__language")


def test_a_page_on_its_own_exists_or_does_not(client, tree, dutch_home) -> None:
    factories.StoryPageFactory(parent=tree.stories, title="A bench", slug="a-bench")
    assert client.get("/nl/verhalen/a-bench/").status_code == 404


def test_the_list_of_towns_shows_towns_of_its_other_languages(client, tree) -> None:
    index = translated(tree.towns, tree.locales["nl"], title="Steden", slug="steden")
    html = client.get(index.get_url()).content.decode()
    assert 'hreflang="en">Almelo</a>' in html
    translated(tree.almelo, tree.locales["nl"], title="Almelo aan het water")
    html = client.get(index.get_url()).content.decode()
    assert "Almelo aan het water</a>" in html
    assert 'hreflang="en">Almelo</a>' not in html


def test_towns_are_ordered_across_languages(tree) -> None:
    factories.TownPageFactory(parent=tree.towns, title="Kalisz", twinned_since=1989)
    nimes = factories.TownPageFactory(parent=tree.towns, title="Nîmes", twinned_since=1955)
    translated(nimes, tree.locales["nl"], title="Nîmes (NL)")
    with translation.override("nl"):
        assert [town.title for town in towns.shown_towns()] == ["Almelo", "Nîmes (NL)", "Kalisz"]


def test_the_newest_story_is_spotlit_in_any_language(client, tree) -> None:
    factories.StoryPageFactory(parent=tree.stories, title="The newest", date="2024-01-01")
    block = {"type": "story_spotlight", "value": {"heading": "Verhaal", "story": None}}
    home = translated(tree.home, tree.locales["nl"], body=[block])
    section = BeautifulSoup(client.get(home.get_url()).content, "html.parser").select_one(
        ".spotlight"
    )
    assert section.select_one("h3")["lang"] == "en"
    assert section.select_one("a")["hreflang"] == "en"


def test_a_chosen_story_is_spotlit_in_the_best_language(client, tree) -> None:
    chosen = factories.StoryPageFactory(parent=tree.stories, title="A bench", date="2001-01-01")
    factories.StoryPageFactory(parent=tree.stories, title="The newest", date="2024-01-01")
    value = {"heading": "Verhaal", "story": chosen.pk}
    home = translated(
        tree.home, tree.locales["nl"], body=[{"type": "story_spotlight", "value": value}]
    )

    def spotlit() -> BeautifulSoup:
        html = BeautifulSoup(client.get(home.get_url()).content, "html.parser")
        return html.select_one(".spotlight")

    title = spotlit().select_one("h3")
    assert (title.get_text(strip=True), title["lang"]) == ("A bench", "en")
    assert title.a["hreflang"] == "en"
    assert spotlit().select_one(".card__language").get_text() == "in het Engels"
    dutch = translated(chosen, tree.locales["nl"], title="Een bank")
    assert spotlit().h3.get_text(strip=True) == "Een bank"
    assert not spotlit().select("[lang], [hreflang], .card__language")
    PageViewRestriction.objects.create(page=dutch, restriction_type="login")
    assert spotlit().h3.get_text(strip=True) == "A bench"
    chosen.unpublish()
    assert spotlit() is None


def test_a_language_has_a_name_even_if_we_have_no_words_for_it() -> None:
    assert fallback.in_language("en") == "in English"
    assert fallback.in_language("it") == "(italiano)"
    assert fallback.in_language("") == ""

"""Kinds, towns and interests: results are counted by them, and narrowed down to what is chosen."""

import pytest
from django.utils import translation

from search import matching
from search.models import Miss
from tests import factories
from tests.search.looking import shown, titles_of, words_of
from tests.search.making import in_language, story


def test_results_are_counted_by_type_town_and_interest(tree, find, titles) -> None:
    interest = factories.InterestFactory(name="Cycling", key="cycling")
    first = story(tree, "Velodrome one", parent=tree.almelo)
    first.interests = [interest]
    first.save_revision().publish()
    story(tree, "Velodrome two")
    factories.StandardPageFactory(parent=tree.home, title="Velodrome three")
    with translation.override("en"):
        facets = {facet.name: facet for facet in find("velodrome").facets}
    counted = {
        name: [(choice.option.value, choice.option.label, choice.count) for choice in facet.choices]
        for name, facet in facets.items()
    }
    assert counted == {
        "type": [("stories.StoryPage", "Story", 2), ("home.StandardPage", "Page", 1)],
        "town": [("almelo", "Almelo", 1)],
        "interest": [("cycling", "Cycling", 1)],
    }
    town = str(tree.almelo.translation_key)
    assert titles("velodrome", town=town) == ["Velodrome one"]
    assert titles("velodrome", type="home.StandardPage") == ["Velodrome three"]
    narrowed = {facet.name: facet for facet in find("velodrome", type="stories.StoryPage").facets}
    assert {choice.option.value: choice.count for choice in narrowed["type"].choices} == {
        "stories.StoryPage": 2,
        "home.StandardPage": 1,
    }


def test_what_is_narrowed_down_to_may_come_after_all_that_are_shown(
    tree, find, monkeypatch
) -> None:
    """A page that says that nothing remains is believed."""
    monkeypatch.setattr(matching, "MOST", 2)
    factories.StandardPageFactory(parent=tree.home, title="Something", intro="Of a velodrome.")
    for number in range(3):
        story(tree, f"Velodrome {number}", parent=tree.almelo)
    found = find("velodrome", type="home.StandardPage")
    assert ([row.title for row in found.narrowed], found.has_more) == (["Something"], False)
    counted = {choice.option.value: choice.count for choice in found.facets[0].choices}
    assert counted == {"stories.StoryPage": 3, "home.StandardPage": 1}
    found = find("velodrome", type="stories.StoryPage")
    assert (found.total, found.has_more) == (2, True)
    monkeypatch.setattr(matching, "MOST", 10)
    monkeypatch.setattr(matching, "MOST_NARROWED", 3)
    assert find("velodrome", type="stories.StoryPage").has_more, "not all were looked through"
    assert not find("velodrome", type="home.StandardPage").has_more, "nobody says more than none"


@pytest.fixture
def stories(tree) -> None:
    factories.TownPageFactory(parent=tree.towns, title="Kalisz", slug="kalisz")
    factories.StoryPageFactory(parent=tree.almelo, title="Velodrome of Almelo")
    for number in range(11):
        factories.StoryPageFactory(parent=tree.stories, title=f"Velodrome {number}")
    factories.StandardPageFactory(parent=tree.home, title="Velodrome")


def test_they_are_links_with_counts(client, stories, search_page) -> None:
    soup = shown(client, search_page, q="velodrome")
    kinds = {
        row.a.get_text(): (row.a["href"], row.span.get_text())
        for row in soup.select("#facet-type li")
    }
    assert kinds["Story"] == ("?q=velodrome&type=stories.StoryPage", "12")
    assert {row.a.get_text() for row in soup.select("#facet-town li")} == {"Almelo"}


def test_what_is_chosen_can_be_taken_away(client, stories, search_page) -> None:
    soup = shown(client, search_page, q="velodrome", type="stories.StoryPage", town="almelo")
    assert titles_of(soup) == ["Velodrome of Almelo"]
    chosen = {
        " ".join(link.span.get_text().split()): link["href"]
        for link in soup.select(".facets__remove")
    }
    assert chosen == {
        "Kind: Story": "?q=velodrome&town=almelo",
        "Town: Almelo": "?q=velodrome&type=stories.StoryPage",
    }


def test_pages_of_the_list_and_other_words_keep_it(client, stories, search_page) -> None:
    soup = shown(client, search_page, q="velodrome", type="stories.StoryPage")
    following = soup.select_one('a[rel="next"]')["href"]
    assert following == "?q=velodrome&type=stories.StoryPage&page=2"
    hidden = soup.select_one('form[role="search"] input[type="hidden"]')
    assert (hidden["name"], hidden["value"]) == ("type", "stories.StoryPage")


def test_it_is_kept_while_there_are_no_words(client, stories, search_page) -> None:
    soup = shown(client, search_page, q="", town="almelo")
    hidden = soup.select_one('form[role="search"] input[type="hidden"]')
    assert (hidden["name"], hidden["value"]) == ("town", "almelo")


def test_other_languages_keep_it(client, tree, stories, search_page) -> None:
    polish = search_page.copy_for_translation(tree.locales["pl"], copy_parents=True)
    polish.slug = "szukaj"
    polish.save_revision().publish()
    soup = shown(client, search_page, q="velodrome", town="almelo", page="2")
    link = soup.select_one('.languages a[hreflang="pl"]')["href"]
    assert link.endswith("?q=velodrome&town=almelo")


def test_a_choice_that_nothing_has_is_said(client, stories, search_page) -> None:
    soup = shown(client, search_page, q="velodrome", town="kalisz")
    assert titles_of(soup) == []
    assert "13 pages have these words" in words_of(soup, ".empty")
    assert soup.select_one(".empty a")["href"] == "?q=velodrome"
    assert not Miss.objects.exists()


def test_a_choice_that_nothing_in_other_languages_has_is_said(
    client, tree, stories, search_page
) -> None:
    original = factories.StoryPageFactory(parent=tree.stories, title="Once", live=False)
    polish = in_language(original, tree, "pl", title="Zeppelin")
    soup = shown(client, search_page, q="zeppelin", town="almelo")
    assert titles_of(soup, ".elsewhere h3") == []
    assert "1 page has these words" in words_of(soup, ".empty")
    assert soup.select_one(".empty a")["href"] == "?q=zeppelin"
    assert soup.select(".facets__remove")
    assert not Miss.objects.exists()
    soup = shown(client, search_page, q="zeppelin", type="stories.StoryPage")
    assert titles_of(soup, ".elsewhere h3") == [polish.title]
    assert not soup.select(".empty")


def test_more_can_be_chosen_where_more_match_than_are_shown(
    client, tree, stories, search_page, monkeypatch
) -> None:
    monkeypatch.setattr("search.matching.MOST", 2)
    for number in range(2):
        factories.StoryPageFactory(parent=tree.almelo, title=f"Velodrome there {number}")
    soup = shown(client, search_page, q="velodrome", type="stories.StoryPage")
    assert [row.span.get_text() for row in soup.select("#facet-town li")] == ["3"]


def test_a_choice_that_there_is_not_is_dropped(client, stories, search_page) -> None:
    soup = shown(client, search_page, q="velodrome", town="atlantis")
    assert len(titles_of(soup)) == 10
    assert not soup.select(".facets__remove")

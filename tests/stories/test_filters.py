"""The list of stories by town and interest."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.building import translated
from tests.towns.hostile import HOSTILE


@pytest.fixture
def stories(tree):
    """Of Almelo a choir and a bench, of no town a guild; the choir and the guild are of music."""
    music = factories.InterestFactory(key="music", name="Music")
    for title, parent, interests in (
        ("A bench", tree.almelo, []),
        ("A choir", tree.almelo, [music]),
        ("A guild", tree.stories, [music]),
    ):
        story = factories.StoryPageFactory(parent=parent, title=title)
        story.interests = interests
        story.save()
    return tree


def soup(client, query: str = "", path: str = "/en/stories/") -> BeautifulSoup:
    response = client.get(path + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(html: BeautifulSoup) -> list[str]:
    return [title.get_text(strip=True) for title in html.select(".card__title")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["A bench", "A choir", "A guild"]),
        ("?town=almelo", ["A bench", "A choir"]),
        ("?interest=music", ["A choir", "A guild"]),
        ("?town=almelo&interest=music", ["A choir"]),
    ],
)
def test_by_town_and_interest(client, stories, query, expected) -> None:
    html = soup(client, query)
    assert titles(html) == expected
    assert html.select_one("#results-status").get_text().split()[0] == str(len(expected))


def test_a_town_without_stories_says_so(client, stories) -> None:
    factories.TownPageFactory(parent=stories.towns, title="Nîmes", slug="nimes")
    assert soup(client, "?town=nimes").select_one("#results .empty")


def test_a_town_by_its_slug_in_another_language(client, stories) -> None:
    translated(stories.almelo, stories.locales["pl"], slug="almelo-po-polsku")
    assert titles(soup(client, "?town=almelo-po-polsku")) == ["A bench", "A choir"]
    index = translated(stories.stories, stories.locales["pl"], slug="opowiesci")
    html = soup(client, "?town=almelo", index.get_url())
    assert html.select_one("#id_town option[selected]")["value"] == "almelo-po-polsku"
    assert titles(html) == ["A bench", "A choir"]


@pytest.mark.parametrize("name", ["town", "interest"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_left_out(client, stories, name, value) -> None:
    response = client.get("/en/stories/", {name: value, "page": value})
    assert response.status_code == 200
    html = BeautifulSoup(response.content, "html.parser")
    assert len(titles(html)) == 3
    assert html.select_one(f"#id_{name}_error")["role"] == "alert"
    assert value not in html.select_one("main").get_text()


def test_the_next_page_keeps_the_filters(client, stories) -> None:
    factories.StoryPageFactory.create_batch(12, parent=stories.almelo)
    link = soup(client, "?town=almelo&interest=&x=1").select_one("a[rel=next]")
    assert link["href"] == "?town=almelo&page=2"
    html = soup(client, link["href"])
    assert len(titles(html)) == 2
    assert html.select_one("a[rel=prev]")["href"] == "?town=almelo&page=1"


def test_a_town_shows_six_and_leads_to_all(client, stories) -> None:
    factories.StoryPageFactory.create_batch(8, parent=stories.almelo)
    html = soup(client, "", "/en/towns/almelo/")
    assert len(html.select(".stories .card")) == 6
    assert html.select_one("a.more")["href"] == "/en/stories/?town=almelo"
    stories.stories.unpublish()
    assert not soup(client, "", "/en/towns/almelo/").select("a.more")


def test_filtered_stories_cost_the_same_for_few_and_many(client, stories) -> None:
    def cost() -> int:
        client.get("/en/stories/?town=almelo&interest=music")
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/stories/?town=almelo&interest=music")
        return len(captured)

    few = cost()
    interests = factories.InterestFactory.create_batch(10)
    for town in factories.TownPageFactory.create_batch(10, parent=stories.towns):
        story = factories.StoryPageFactory(parent=town)
        story.interests = interests
        story.save()
    assert cost() == few <= 12

"""Whatever your interest: towns, partners and stories for it."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.building import translated
from tests.towns.hostile import HOSTILE
from towns.models import InterestsPage


def having(item, *interests):
    item.interests = interests
    item.save()
    return item


@pytest.fixture
def music(db):
    return factories.InterestFactory(key="music", name="Music")


@pytest.fixture
def page(tree, music):
    """Music in one town, one story and one partner that two towns share; nobody for chess."""
    factories.InterestFactory(key="chess", name="Chess")
    having(tree.almelo, music)
    other = factories.TownPageFactory(parent=tree.towns, title="Nîmes")
    for town in (tree.almelo, other):
        having(factories.TwinLinkFactory(town=town, name="Hamm"), music)
    having(factories.StoryPageFactory(parent=tree.almelo, title="A choir"), music)
    return factories.InterestsPageFactory(parent=tree.home)


def soup(client, query: str = "", path: str = "/en/interests/") -> BeautifulSoup:
    response = client.get(path + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_all_interests_with_what_there_is_for_each(client, page) -> None:
    items = soup(client).select(".interest-list__item")
    words = [" ".join(item.get_text().split()) for item in items]
    assert words == ["Chess 0 towns", "Music 1 town · 1 partner · 1 story"]
    assert items[1].select_one("a")["href"] == "/en/interests/?interest=music"


def test_one_interest(client, page) -> None:
    html = soup(client, "?interest=music")
    assert html.select_one("h2#interest").get_text() == "Music"
    assert html.title.get_text(strip=True).startswith("Music")
    titles = [title.get_text(strip=True) for title in html.select(".card__title")]
    assert titles == ["Almelo", "A choir"]
    assert [name.get_text() for name in html.select(".candidate__name")] == ["Hamm"]
    assert not html.select("meta[name=robots]")


def test_an_interest_that_nobody_has_yet(client, page) -> None:
    html = soup(client, "?interest=chess")
    assert html.select_one(".empty")
    assert not html.select(".card, .candidate")


def test_one_can_ask_about_an_interest(client, page, tree) -> None:
    where = factories.StandardPageFactory(parent=tree.home, title="Write", slug="write")
    factories.SiteSettingsFactory(site=tree.site, enquiry_page=where)
    links = {link["href"] for link in soup(client, "?interest=music").select("main a")}
    assert "/en/write/?interest=music" in links
    assert "/en/write/?partner=hamm&interest=music&town=almelo" in links


@pytest.mark.parametrize("value", ["knitting", "MUSIC", *HOSTILE])
def test_an_unknown_interest_is_the_plain_page_with_a_message(client, page, value) -> None:
    response = client.get("/en/interests/", {"interest": value})
    html = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert html.select_one("main [role=alert]")
    assert html.select_one("meta[name=robots]")["content"] == "noindex"
    assert len(html.select(".interest-list__item")) == 2
    assert value not in html.select_one("main").get_text()


def test_other_languages_stand_in(client, page, tree) -> None:
    polish = translated(page, tree.locales["pl"], slug="zainteresowania")
    html = soup(client, "?interest=music", polish.get_url())
    assert {title["lang"] for title in html.select(".card__title")} == {"en"}
    assert html.select_one(".candidate__name")["lang"] == "en"
    words = soup(client, "", polish.get_url()).select(".interest-list__item")
    assert "1" in words[1].get_text()


def test_a_tag_leads_to_its_interest(client, page, tree) -> None:
    def tags() -> list[str]:
        html = soup(client, "", "/en/towns/almelo/")
        return [tag["href"] for tag in html.select(".tags a")]

    assert set(tags()) == {"/en/interests/?interest=music"}
    page.unpublish()
    assert tags() == []


def test_its_interest_is_part_of_its_address() -> None:
    assert InterestsPage.canonical_parameters == {"interest"}
    assert InterestsPage.query_parameters == {"interest"}


def test_few_and_many_cost_the_same(client, page, tree, music) -> None:
    def cost(query: str) -> int:
        client.get(f"/en/interests/{query}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/en/interests/{query}").status_code == 200
        return len(captured)

    few = cost(""), cost("?interest=music")
    for town in factories.TownPageFactory.create_batch(20, parent=tree.towns):
        more = factories.InterestFactory()
        having(town, music, more)
        having(factories.TwinLinkFactory(town=town), music, more)
        having(factories.StoryPageFactory(parent=town), music, more)
    assert (cost(""), cost("?interest=music")) == few
    assert max(few) <= 12

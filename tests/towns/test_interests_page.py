"""Whatever your interest: towns, partners and stories for it."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.building import translated
from tests.towns.hostile import HOSTILE
from tests.twinning.seo.conftest import head  # noqa: F401  (a fixture)
from tests.twinning.seo.test_sitemaps import entries
from towns.models import Interest, InterestsPage, TwinLink


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


def test_an_interest_says_of_itself_what_it_is(head, page, tree) -> None:  # noqa: F811
    translated(page, tree.locales["pl"], slug="zainteresowania")
    found, whole = head("/en/interests/?interest=music"), head("/en/interests/")
    title = "Music: towns, stories and partners"
    assert found.title == f"{title} – Preston Twinning"
    assert found.one("og:title") == title
    assert found.one("description") == found.one("og:description") != whole.one("description")
    assert "Music" in found.one("description")
    assert len(found.one("description")) <= 160
    url = "http://testserver/en/interests/?interest=music"
    assert found.canonical == found.one("og:url") == found.alternates["en"] == url
    assert found.alternates["pl"].endswith("/pl/zainteresowania/?interest=music")
    about = found.node("WebPage")
    assert (about["name"], about["url"]) == ("Music", url)
    assert about["description"] == found.one("description")
    crumbs = found.node("BreadcrumbList")["itemListElement"]
    assert [(crumb["name"], crumb["item"]) for crumb in crumbs[1:]] == [
        ("Interests", "http://testserver/en/interests/"),
        ("Music", url),
    ]
    steps = found.soup.select(".breadcrumbs li")
    assert [step.get_text(strip=True) for step in steps] == ["Home", "Interests", "Music"]
    assert steps[1].a["href"] == "/en/interests/"
    assert whole.title == "Interests – Preston Twinning"
    assert len(whole.soup.select(".breadcrumbs li")) == 2


def test_a_title_that_would_be_cut_is_the_name_alone(head, page) -> None:  # noqa: F811
    name = "Fire, police and health professionals"
    factories.InterestFactory(key="rescue", name=name)
    assert head("/en/interests/?interest=rescue").title == f"{name} – Preston Twinning"


def test_an_unknown_interest_is_in_no_address(head, page, tree) -> None:  # noqa: F811
    found = head("/en/interests/?interest=nope")
    assert found.canonical == "http://testserver/en/interests/"
    assert set(found.alternates.values()) == {found.canonical}
    assert found.title == "Interests – Preston Twinning"
    assert len(found.node("BreadcrumbList")["itemListElement"]) == 2


def test_sitemaps_name_the_interests_that_there_is_anything_for(client, page, tree) -> None:
    translated(page, tree.locales["pl"], slug="zainteresowania")
    for key, item in (
        ("partners", factories.TwinLinkFactory(town=tree.almelo)),
        ("stories", factories.StoryPageFactory(parent=tree.almelo)),
        ("drafts", factories.StoryPageFactory(parent=tree.almelo, live=False)),
    ):
        having(item, factories.InterestFactory(key=key, name=key))
    found = entries(client, "/sitemap-en.xml")
    url = "http://testserver/en/interests/"
    keys = {address.partition("=")[2] for address in found if "?" in address}
    assert keys == {"music", "partners", "stories"}
    assert found[f"{url}?interest=music"] == {
        "en": f"{url}?interest=music",
        "pl": "http://testserver/pl/zainteresowania/?interest=music",
        "x-default": f"{url}?interest=music",
    }
    assert "http://testserver/pl/zainteresowania/?interest=music" in entries(
        client, "/sitemap-pl.xml"
    )


def test_they_cost_the_sitemap_the_same_for_few_and_for_many(client, page, tree) -> None:
    def cost() -> int:
        client.get("/sitemap-en.xml")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/sitemap-en.xml").status_code == 200
        return len(captured)

    few = cost()
    for town in factories.TownPageFactory.create_batch(9, parent=tree.towns):
        having(town, factories.InterestFactory())
        having(factories.TwinLinkFactory(town=town), factories.InterestFactory())
    assert cost() == few <= 12


def test_a_partner_says_what_it_shares_with_the_home_town(client, page, tree, music) -> None:
    tree.towns.town_name, tree.towns.town_country = "Preston", "GB"
    tree.towns.town_latitude, tree.towns.town_longitude = "53.759", "-2.699"
    having(tree.towns, music)
    having(TwinLink.objects.filter(name="Hamm").first(), music, Interest.objects.get(key="chess"))
    [hamm] = soup(client, "?interest=music").select(".candidate")
    words = " ".join(hamm.get_text().split())
    assert "about 750 km from Preston" in words
    assert "Shares with Preston Music Other interests Chess" in words


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

"""The twin towns of our twin towns, to look through by town, country, interest and distance."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests import factories
from tests.building import translated
from tests.towns.hostile import HOSTILE
from towns import partners, queries
from towns.models import TwinLink


@pytest.fixture
def page(tree):
    """A page of partners, of a home town that shares sport and music."""
    tree.towns.town_name = "Preston"
    tree.towns.town_country = "GB"
    tree.towns.town_latitude, tree.towns.town_longitude = "53.759", "-2.699"
    sport = factories.InterestFactory(key="sport", name="Sport")
    music = factories.InterestFactory(key="music", name="Music")
    tree.towns.interests = [sport, music]
    tree.towns.save()
    return factories.PartnersPageFactory(parent=tree.home)


@pytest.fixture
def nimes(tree):
    return factories.TownPageFactory(
        parent=tree.towns, title="Nîmes", slug="nimes", twinned_since=1955
    )


@pytest.fixture
def three(tree, page, nimes):
    """Iserlohn of Almelo, Verona of Nîmes, and Hamm, which both share."""
    from towns.models import Interest

    sport = Interest.objects.get(key="sport")
    faith = factories.InterestFactory(key="faith", name="Faith")
    iserlohn = factories.TwinLinkFactory(
        town=tree.almelo, name="Iserlohn", year=1954, note="Ice hockey."
    )
    iserlohn.interests = [sport, faith]
    iserlohn.save()
    factories.TwinLinkFactory(
        town=nimes, name="Verona", country="IT", year=1960, latitude="45.43", longitude="11"
    )
    factories.TwinLinkFactory(town=tree.almelo, name="Hamm", year=1991, note="A glass elephant.")
    factories.TwinLinkFactory(town=nimes, name="Hamm", year=None, note="A glass elephant.")
    return page


def soup(client, query: str = "", path: str = "/en/partners/") -> BeautifulSoup:
    response = client.get(path + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def names(client, query: str = "") -> list[str]:
    found = soup(client, query)
    shown = [name.get_text() for name in found.select(".candidate__name")]
    assert found.select_one("#results-status").get_text().split()[:1] == [str(len(shown))]
    return shown


def test_each_partner_comes_once_with_its_reasons(client, three, tree) -> None:
    html = soup(client)
    assert [n.get_text() for n in html.select(".candidate__name")] == ["Hamm", "Iserlohn", "Verona"]
    hamm, iserlohn = html.select(".candidate")[:2]
    words = [" ".join(item.get_text().split()) for item in hamm.select(".candidate__links li")]
    assert words == ["Twin town of Almelo since 1991", "Twin town of Nîmes"]
    assert len(hamm.select(".candidate__note")) == 1
    assert not hamm.select(".candidate__shared")
    assert iserlohn["id"] == "iserlohn"
    assert iserlohn.select_one(".candidate__links a")["href"] == "/en/towns/almelo/"
    assert iserlohn.select_one(".candidate__note").get_text() == "Ice hockey."
    shared = iserlohn.select_one(".candidate__shared")
    assert shared.get_text(strip=True) == "Shares with Preston"
    assert [tag.get_text(strip=True) for tag in shared.find_next_sibling("ul").select("li")] == [
        "Sport"
    ]
    where = " ".join(iserlohn.select_one(".candidate__where").get_text().split())
    assert where == "Germany · about 750 km from Preston"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Hamm", "Iserlohn", "Verona"]),
        ("?town=almelo", ["Hamm", "Iserlohn"]),
        ("?town=nimes", ["Hamm", "Verona"]),
        ("?country=IT", ["Verona"]),
        ("?interest=sport", ["Iserlohn"]),
        ("?within=1000", ["Hamm", "Iserlohn"]),
        ("?within=500", []),
        ("?town=nimes&country=DE", ["Hamm"]),
        ("?order=distance", ["Hamm", "Iserlohn", "Verona"]),
        ("?order=longest", ["Iserlohn", "Verona", "Hamm"]),
        ("?town=&country=&interest=&within=&order=", ["Hamm", "Iserlohn", "Verona"]),
        ("?elsewhere=1", ["Hamm", "Iserlohn", "Verona"]),
        ("?town[]=almelo&town=nimes&town=almelo", ["Hamm", "Iserlohn"]),
    ],
)
def test_filters(client, three, query, expected) -> None:
    assert names(client, query) == expected


def test_none_fits_says_what_to_do(client, three) -> None:
    html = soup(client, "?within=500")
    assert "greater distance" in html.select_one("#results .empty").get_text()


def test_what_was_chosen_stays_chosen(client, three) -> None:
    html = soup(client, "?town=nimes&order=longest")
    assert html.select_one("#id_town option[selected]")["value"] == "nimes"
    assert html.select_one("#id_order option[selected]")["value"] == "longest"
    assert not html.select("[role=alert]")
    for control in html.select("form.filters select"):
        assert html.select_one(f"label[for={control['id']}]")


def test_countries_are_those_that_occur(client, three) -> None:
    values = [option["value"] for option in soup(client).select("#id_country option")]
    assert values == ["", "DE", "IT"]


@pytest.mark.parametrize("name", ["town", "country", "interest", "within", "order"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_left_out_and_never_shown(client, three, name, value) -> None:
    response = client.get("/en/partners/", {name: value})
    assert response.status_code == 200
    html = BeautifulSoup(response.content, "html.parser")
    assert len(html.select(".candidate")) == 3
    control = html.select_one(f"#id_{name}")
    error = html.select_one(f"#{control['aria-describedby']}")
    assert (control["aria-invalid"], error["role"]) == ("true", "alert")
    assert len(html.select("[role=alert]")) == 1
    assert value not in html.select_one("form.filters").get_text()
    assert "<script>alert" not in response.content.decode()


def test_a_slug_in_another_language_is_the_same_town(client, three, tree, nimes) -> None:
    translated(nimes, tree.locales["fr"], title="Nîmes", slug="nimes-la-romaine")
    assert names(client, "?town=nimes-la-romaine") == ["Hamm", "Verona"]
    html = soup(client, "?town=nimes-la-romaine")
    assert html.select_one("#id_town option[selected]")["value"] == "nimes"


def test_without_a_home_town_there_are_no_distances(client, three, tree) -> None:
    tree.towns.town_name = ""
    tree.towns.save()
    html = soup(client, "?within=500&order=name")
    assert len(html.select(".candidate")) == 3
    assert not html.select("#id_within, .candidate__shared, [role=alert]")
    assert "km" not in html.select_one("#results").get_text()


def test_a_town_in_another_language_stands_in_and_says_so(client, three, tree) -> None:
    polish = tree.locales["pl"]
    page = translated(three, polish, title="Partnerzy", slug="partnerzy")
    town = translated(tree.almelo, polish, title="Almelo", slug="almelo")
    for link in town.twin_links.all():
        link.note = f"PL {link.name}"
        link.save()
    html = soup(client, path=page.get_url())
    verona = html.select_one("#verona")
    assert verona.select_one(".candidate__name")["lang"] == "en"
    link = verona.select_one(".candidate__links a")
    assert (link["hreflang"], link["lang"], link["href"]) == ("en", "en", "/en/towns/nimes/")
    iserlohn = html.select_one("#iserlohn")
    assert not iserlohn.select("[lang], [hreflang]")
    assert iserlohn.select_one(".candidate__note").get_text() == "PL Iserlohn"
    assert len(html.select(".candidate")) == 3
    hamm = html.select_one("#hamm")
    assert "lang" not in hamm.select_one(".candidate__name").attrs


def test_anchors_are_plain_and_once_on_the_page(client, page, tree) -> None:
    for name in ("Łódź", "La Louvière", "עכו", "Results", "A b", "A-b"):
        factories.TwinLinkFactory(town=tree.almelo, name=name)
    anchors = [item["id"] for item in soup(client).select(".candidate")]
    assert sorted(anchors) == ["a-b", "a-b-2", "la-louviere", "lodz", "partner", "results-2"]
    every = [item["id"] for item in soup(client).select("[id]")]
    assert len(set(every)) == len(every)


def test_anchors_do_not_depend_on_filters(client, page, tree) -> None:
    for country, year in (("DE", 1954), ("FR", 1958)):
        factories.TwinLinkFactory(town=tree.almelo, name="Same", country=country, year=year)
    of = {item["id"]: item.get_text() for item in soup(client).select(".candidate")}
    for country, words in (("DE", "1954"), ("FR", "1958")):
        shown = soup(client, f"?country={country}").select_one(".candidate")
        assert words in shown.get_text()
        assert words in of[shown["id"]]


@pytest.mark.parametrize("language", ["en", "nl", "pl"])
def test_map_and_list_agree_who_is_the_same_partner(client, page, tree, nimes, language) -> None:
    """Where two links have one name in some language, in whatever language they are shown."""
    for owner, names in ((tree.almelo, ("Köln", "Łódź")), (nimes, ("Cologne", "Lodz"))):
        for name in names:
            factories.TwinLinkFactory(town=owner, name=name)
    tree.home.body = [{"type": "partner_map", "value": {"heading": "Partners", "intro": ""}}]
    tree.home.save()
    dutch = translated(nimes, tree.locales["nl"])
    TwinLink.objects.filter(town=dutch, name="Cologne").update(name="Koln")
    for code in ("nl", "pl"):
        translated(page, tree.locales[code])
        tree.home.get_translation(tree.locales[code]).save_revision().publish()
    listed = soup(client, path=page.get_translation(tree.locales[language]).get_url())
    assert len(listed.select(".candidate")) == 2
    for shown in (listed, soup(client, path=f"/{language}/")):
        assert len(shown.select("svg .map__partners a")) == 2


def test_the_map_gets_the_links_that_are_shown(client, three, tree) -> None:
    links = client.get("/en/partners/?town=nimes").context["map_links"]
    assert sorted((link.name, link.town.title) for link in links) == [
        ("Hamm", "Nîmes"),
        ("Verona", "Nîmes"),
    ]


def test_an_enquiry_names_partner_interest_and_town(client, three, tree) -> None:
    assert not soup(client).select(".candidate__ask")
    where = factories.StandardPageFactory(parent=tree.home, title="Write", slug="write")
    factories.SiteSettingsFactory(site=tree.site, enquiry_page=where)
    ask = soup(client, "?interest=sport").select_one("#iserlohn .candidate__ask")
    assert ask["href"] == "/en/write/?partner=iserlohn&interest=sport&town=almelo"
    assert ask.get_text(strip=True) == "Ask about Iserlohn"
    assert (
        soup(client, "?town=nimes")
        .select_one("#hamm .candidate__ask")["href"]
        .endswith("?partner=hamm&town=nimes")
    )
    where.unpublish()
    assert not soup(client).select(".candidate__ask")


def test_names_are_sorted_as_the_language_does(tree, page) -> None:
    for name in ("Łódź", "Lublin", "Luboń"):
        factories.TwinLinkFactory(town=tree.almelo, name=name)
    for language, expected in (
        ("pl", ["Lublin", "Luboń", "Łódź"]),
        ("en", ["Łódź", "Lublin", "Luboń"]),
    ):
        with translation.override(language):
            found = partners.candidates(queries.shown_links(), {})
            assert [candidate.name for candidate in found] == expected


def test_two_and_fifty_partners_cost_the_same(client, three, tree) -> None:
    def cost(query: str = "") -> int:
        client.get(f"/en/partners/{query}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/en/partners/{query}").status_code == 200
        return len(captured)

    few = cost(), cost("?town=nimes&interest=sport")
    for town in factories.TownPageFactory.create_batch(5, parent=tree.towns):
        translated(town, tree.locales["fr"])
        for link in factories.TwinLinkFactory.create_batch(10, town=town):
            link.interests = [factories.InterestFactory()]
            link.save()
    assert (cost(), cost("?town=nimes&interest=sport")) == few
    assert max(few) <= 12


def test_there_is_one_such_page_below_a_home_page(tree, page) -> None:
    from towns.models import PartnersPage

    assert not PartnersPage.can_create_at(tree.home)

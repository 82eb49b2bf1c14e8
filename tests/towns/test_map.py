"""The map: what is drawn of towns and partners, wherever they lie; the list says the same."""

import re

import pytest
from bs4 import BeautifulSoup
from django_countries.fields import Country

from tests import factories
from tests.building import translated
from towns.map import drawings, labels
from towns.map.curves import BEND, bends
from towns.models import TownPage, TwinLink
from towns.queries import HomeTown

#: A page asks for its content type as soon as it is made.
pytestmark = pytest.mark.django_db

PRESTON = HomeTown("Preston", Country("GB"), 53.76, -2.7, page=None)
HEBREW = "ראשון לציון"


def town(pk: int = 1, name: str = "Almelo", at: tuple[float, float] = (52.36, 6.66)) -> TownPage:
    return TownPage(
        pk=pk, title=name, country="NL", twinned_since=1948, latitude=at[0], longitude=at[1]
    )


def link(
    pk: int, name: str, at: tuple[float, float], of: int = 1, year: int | None = 1954
) -> TwinLink:
    return TwinLink(
        pk=pk, town_id=of, name=name, country="DE", year=year, latitude=at[0], longitude=at[1]
    )


def names(drawing) -> list[str]:
    return [point.place.name for point in drawing.points]


def test_lines_lead_from_home_to_the_towns_and_on_to_their_partners() -> None:
    (europe,) = drawings(PRESTON, [town()], [link(1, "Iserlohn", (51.37, 7.7))])
    assert names(europe) == ["Preston", "Almelo", "Iserlohn"]
    assert [(line.kind, line.place.name) for line in europe.curves] == [
        ("home", "Almelo"),
        ("partner", "Iserlohn"),
    ]
    assert [point.place.described for point in europe.points[1:]] == [
        "Almelo, Netherlands, twin town of Preston since 1948",
        "Iserlohn, Germany, twin town of Almelo since 1954",
    ]


def test_links_to_one_place_are_one_point_and_several_lines() -> None:
    towns = [town(), town(2, "Kalisz", (51.76, 18.09))]
    links = [
        link(1, "Hamm", (51.68, 7.82)),
        link(2, "HAMM", (51.68, 7.82), of=2, year=None),
        link(3, "Kalisz", (51.76, 18.09)),
    ]
    links[2].country = "NL"
    (europe,) = drawings(PRESTON, towns, links)
    assert names(europe) == ["Preston", "Almelo", "Kalisz", "Hamm"]
    hamm = europe.points[-1].place
    assert hamm.ties == ["twin town of Almelo since 1954", "twin town of Kalisz"]
    assert hamm.town_keys == "1 2"
    assert [
        (line.town.title, line.place.name) for line in europe.curves if line.kind != "home"
    ] == [
        ("Almelo", "Hamm"),
        ("Kalisz", "Hamm"),
        ("Almelo", "Kalisz"),
    ]


def test_without_a_home_town_no_line_leads_to_a_town() -> None:
    (europe,) = drawings(None, [town()], [link(1, "Iserlohn", (51.37, 7.7))])
    assert europe.homes == []
    assert [line.kind for line in europe.curves] == ["partner"]
    assert europe.points[0].place.ties == ["twinned since 1948"]


def test_a_partner_far_away_is_on_the_world_and_its_line_leaves_europe() -> None:
    europe, world = drawings(PRESTON, [town()], [link(1, "Fort Worth", (32.73, -97.32))])
    assert names(europe) == ["Preston", "Almelo"]
    assert names(world) == ["Almelo", "Fort Worth"]
    end = re.findall(r"-?\d+", europe.curves[-1].path)[-2:]
    assert int(end[0]) < 0


def test_nothing_in_europe_and_nothing_at_all() -> None:
    far = [town(at=(-33.9, 151.2))]
    (world,) = drawings(PRESTON, far, [])
    assert (world.sheet, names(world)) == ("world", ["Preston", "Almelo"])
    assert drawings(PRESTON, [], []) == []
    assert drawings(None, [], []) == []


@pytest.mark.parametrize(
    "at",
    [(0, 180), (0, -180), (90, 0), (-90, 0), (-50, -167), (32.6, 37.6), (59.2, -4), (30.6, 15)],
)
def test_the_edges_of_the_world_and_of_the_sheet(at: tuple[float, float]) -> None:
    drawn = drawings(PRESTON, [town()], [link(1, "There", at)])
    assert sum("There" in names(drawing) for drawing in drawn) == 1
    for drawing in drawn:
        for point in drawing.points:
            assert 0 <= point.x <= drawing.width
            assert 0 <= point.y <= drawing.height
            placed = labels.box(point.label, point.x, point.y, 14)
            assert not placed.outside(drawing.width, drawing.height), point.place.name


def test_names_cover_neither_each_other_nor_points() -> None:
    """On a phone for the towns, on a wide screen for all that are shown."""
    towns = [
        town(1, "Almelo", (52.36, 6.66)),
        town(2, "Recklinghausen", (51.61, 7.2)),
        town(3, "Nîmes", (43.84, 4.36)),
    ]
    links = [link(n, f"Partner number {n}", (44 + n % 9, n % 11 * 2)) for n in range(60)]
    (europe,) = drawings(PRESTON, towns, links)
    assert len(europe.points) == 64
    for kinds, letters in (({"home", "town"}, 26), ({"partner"}, 14)):
        shown = [point for point in europe.points if point.place.kind in kinds and point.roomy]
        assert len(shown) >= 3
        boxes = [labels.box(point.label, point.x, point.y, letters) for point in shown]
        for number, one in enumerate(boxes):
            assert all(one.overlap(other) == 0 for other in boxes[:number])
            for point in europe.points:
                dot = labels.around(point.x, point.y, point.radius)
                assert point is shown[number] or one.overlap(dot) == 0


def test_no_point_hides_another_from_a_finger() -> None:
    links = [link(1, "Hamm", (51.68, 7.82)), link(2, "Denizli", (37.77, 29.09))]
    (europe,) = drawings(PRESTON, [town(2, "Recklinghausen", (51.61, 7.2)), town()], links)
    for one in europe.points:
        for other in europe.points:
            if one is not other:
                way = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
                assert one.reach + other.reach <= way + 1
    assert europe.points[-1].reach == 25


def test_lines_side_by_side_fan_out() -> None:
    start = (0.0, 0.0)
    ends = [(start, (100.0, -10.0)), (start, (100.0, 0.0)), (start, (100.0, 10.0))]
    assert bends(ends) == pytest.approx([BEND, 0, -BEND])
    assert bends(ends[:2]) == [BEND, BEND]


def test_long_and_hebrew_names(client, tree) -> None:
    long = "Sankt " + "Katharinenburg " * 4
    for name, at in ((long.strip(), ("51.3", "7.7")), (HEBREW, ("31.96", "34.8"))):
        factories.TwinLinkFactory(
            town=tree.almelo, name=name, country="IL", latitude=at[0], longitude=at[1]
        )
    page = soup(client, tree.towns.url)
    shown = [text.get_text() for text in page.select(".map__partners text")]
    assert HEBREW in shown
    assert any(text.startswith("Sankt Kath") and text.endswith("…") for text in shown)
    assert any(long.strip() in a["aria-label"] for a in page.select(".map__partners a"))
    assert page.find(class_="partner__name", string=HEBREW)["dir"] == "auto"


# On pages


def soup(client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


@pytest.fixture
def mapped(tree):
    """A site with a home town, two towns and partners in Europe and elsewhere."""
    tree.towns.town_name, tree.towns.town_country = "Preston", "GB"
    tree.towns.town_latitude, tree.towns.town_longitude = "53.759", "-2.699"
    tree.towns.save()
    kalisz = factories.TownPageFactory(
        parent=tree.towns, title="Kalisz", country="PL", twinned_since=1989,
        latitude="51.7625", longitude="18.0897",
    )  # fmt: skip
    for owner, name, at in (
        (tree.almelo, "Iserlohn", ("51.3667", "7.7")),
        (tree.almelo, "Fort Worth", ("32.7254", "-97.3209")),
        (kalisz, "Erfurt", ("50.9833", "11.0333")),
    ):
        factories.TwinLinkFactory(town=owner, name=name, latitude=at[0], longitude=at[1])
    block = {"type": "partner_map", "value": {"heading": "Partners", "intro": ""}}
    tree.home.body = [block, block]
    tree.home.save()
    return tree


def test_the_list_has_what_the_map_has_and_each_link_leads_somewhere(client, mapped) -> None:
    page = soup(client, "/en/")
    first, second = page.select("[data-map]")
    for one in (first, second):
        on_map = {a["aria-label"].split(",")[0] for a in one.select("svg a")}
        listed = {name.get_text() for name in one.select(".map__list :is(h3 a, .partner__name)")}
        assert on_map == listed == {"Almelo", "Kalisz", "Iserlohn", "Fort Worth", "Erfurt"}
        for a in one.select(".map__partners a"):
            assert one.find(id=a["href"].removeprefix("#")), a["href"]
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    groups = {radio["name"] for radio in page.select("input[type=radio]")}
    assert len(groups) == 2


def test_towns_come_before_partners_in_the_order_of_the_keyboard(client, mapped) -> None:
    europe = soup(client, "/en/").select_one(".map__sheet--europe")
    order = [a["data-key"][0] for a in europe.select("svg a")]
    assert order == sorted(order, reverse=True)
    assert europe.select_one("svg")["aria-label"] == (
        "Map of Preston, its twin towns and their partners"
    )


def test_a_town_has_a_closer_map_that_leads_to_its_own_list(client, mapped) -> None:
    page = soup(client, mapped.almelo.url)
    drawn = page.select_one("[data-map]")
    assert drawn.select_one(".map__list") is None
    assert drawn.select_one("input") is None
    assert {a["aria-label"].split(",")[0] for a in drawn.select("svg a")} == {
        "Almelo",
        "Iserlohn",
        "Fort Worth",
    }
    assert drawn.select_one("[aria-current=page]")["href"] == "/en/towns/almelo/"
    assert drawn.select_one(".map__home text").get_text() == "Preston"
    for a in drawn.select(".map__partners a"):
        assert page.find(id=a["href"].removeprefix("#"))


def test_a_draft_shows_the_home_town_too(rf, mapped) -> None:
    draft = mapped.almelo.save_revision().as_object()
    request = rf.get("/en/")
    assert draft.get_context(request)["home"].name == "Preston"


def test_numbers_are_svgs_own_in_every_language(client, mapped) -> None:
    polish = mapped.locales["pl"]
    town = mapped.almelo.copy_for_translation(polish, copy_parents=True)
    town.live = True
    town.save()
    for use in soup(client, town.get_url()).select("svg use"):
        for name in ("x", "y", "width", "height"):
            assert re.fullmatch(r"-?\d+(\.\d+)?", use[name])


def test_only_pages_with_a_map_load_its_files(client, mapped) -> None:
    files = ("towns/css/map.css", "towns/js/map.js")
    for path, times in (("/en/", 1), (mapped.towns.url, 1), (mapped.almelo.url, 1)):
        html = client.get(path).content.decode()
        assert [html.count(file) for file in files] == [times, times], path
    html = client.get(mapped.stories.url).content.decode()
    assert not any(file in html for file in files)


def test_the_blocks_preview_has_the_maps_styles(admin_client, mapped) -> None:
    from home.models import HomePage

    block = HomePage.body.field.stream_block.child_blocks["partner_map"]
    response = admin_client.get(f"/admin/block-preview/?id={block.definition_prefix}")
    assert response.status_code == 200
    assert "towns/css/map.css" in response.content.decode()


def test_a_map_of_many_partners_is_light(client, mapped) -> None:
    for number in range(18):
        factories.TwinLinkFactory(
            town=mapped.almelo,
            name=f"Partnerstadt {number}",
            latitude=40 + number,
            longitude=number,
        )
    html = client.get("/en/").content.decode()
    drawn = html[html.index('class="map__sheets"') : html.index('class="map__list"')]
    assert len(drawn.encode()) <= 12_500


# In another language


@pytest.fixture
def dutch(mapped) -> BeautifulSoup:
    """The Dutch list of towns, of which Kalisz alone is in Dutch; both have a partner for music."""
    music = factories.InterestFactory(key="music", name="Music")
    in_dutch = music.copy_for_translation(mapped.locales["nl"])
    in_dutch.name = "Muziek"
    in_dutch.save()
    for name in ("Iserlohn", "Erfurt"):
        link = TwinLink.objects.get(name=name)
        link.interests, link.note = [music], "Music and more."
        link.save()
    kalisz = TownPage.objects.get(title="Kalisz")
    translated(kalisz, mapped.locales["nl"], title="Kalisz (NL)", slug="kalisz-nl")
    return mapped.towns.get_translation(mapped.locales["nl"])


def test_interests_are_in_the_visitors_language_whatever_a_partner_is_in(client, dutch) -> None:
    dutch.save_revision().publish()
    found = soup(client, dutch.get_url()).select(".map__list .tags a, .map__list .tags li")
    assert {tag.get_text(strip=True) for tag in found} == {"Muziek"}
    english = soup(client, "/en/towns/").select(".map__list .tags li")
    assert [tag.get_text(strip=True) for tag in english] == ["Music", "Music"]


def test_what_is_in_another_language_says_so(client, dutch) -> None:
    dutch.save_revision().publish()
    page = soup(client, dutch.get_url())
    almelo, kalisz = page.select(".map__town")
    link = almelo.select_one("h3 a")
    assert (link["href"], link["lang"], link["hreflang"]) == ("/en/towns/almelo/", "en", "en")
    assert almelo.select_one(".card__language").get_text() == "in het Engels"
    partner = almelo.find(class_="partner__name", string="Iserlohn")
    assert partner["lang"] == "en"
    assert almelo.find("p", string="Music and more.")["lang"] == "en"
    assert not kalisz.select("[lang], [hreflang], .card__language")
    drawn = page.select_one("[data-map] svg")
    marks = {text.get_text(): text.get("lang") for text in drawn.select("text")}
    assert marks["Almelo"] == marks["Iserlohn"] == "en"
    assert marks["Kalisz (NL)"] is marks["Erfurt"] is None
    town = drawn.find("a", attrs={"aria-label": re.compile("^Almelo")})
    assert town["hreflang"] == "en"
    entries = {
        item.strong.get_text(): item.strong.get("lang") for item in page.select(".map__entry")
    }
    assert (entries["Almelo"], entries["Kalisz (NL)"]) == ("en", None)
    assert not soup(client, "/en/towns/").select("[data-map] [lang], [data-map] [hreflang]")

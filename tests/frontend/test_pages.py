"""Visitors of the front end: every page type in five languages, in a real browser."""

import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.frontend.conftest import UNTRANSLATED, FrontEnd, Tab, words_of
from tests.tools import demo
from tests.tools.running import LiveSite
from tests.web.axe import violations
from tests.web.walk import walk

PLACES = [place for language in demo.LANGUAGES for place in demo.every_type(language)]
LOOKS = (("light", 1280), ("dark", 360))

_LOAD = """
async () => {
  const images = [...document.images];
  for (const image of images) image.loading = "eager";
  const all = images.map((image) => image.decode().then(() => null, () => image.currentSrc));
  return (await Promise.all(all)).filter(Boolean);
}
"""


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page(visitor: Tab, axe: str, place: demo.Place) -> None:
    tab = visitor.page
    answer = tab.goto(place.path)
    assert answer is not None
    assert answer.status == 200
    assert tab.locator("html").get_attribute("lang") == place.language
    expect(tab.locator("h1")).to_have_count(1)
    assert tab.evaluate(_LOAD) == []
    # Each type is judged both ways, every second language in the other.
    scheme, width = LOOKS[demo.LANGUAGES.index(place.language) % 2]
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size({"width": width, "height": 800})
    assert violations(tab, axe) == [], f"{scheme}, {width}"
    tab.set_viewport_size({"width": 320, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert visitor.complaints == []


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_blocks_that_the_demo_does_not_use(visitor: Tab, axe: str, scheme: str, width: int) -> None:
    tab = visitor.page
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(demo.path("en", demo.pages()["home/about"]))
    gallery = tab.locator(".body section", has_text="The day in pictures")
    expect(gallery.locator("figure > figcaption")).to_contain_text(["On the bridge"] * 2)
    expect(gallery.get_by_role("img", name="A bridge in fog")).to_have_count(2)
    quote = tab.locator(".body figure.quote")
    expect(quote.locator("blockquote")).to_have_text("We came as guests.")
    expect(quote.locator("figcaption")).to_have_text("A visitor")
    film = tab.get_by_role("link", name="The film")
    expect(film).to_have_attribute("href", "https://www.example.com/film")
    expect(tab.locator("figure.elsewhere")).to_contain_text("on example.com, another site")
    expect(tab.locator("figure.elsewhere figcaption")).to_have_text("In Dutch")
    charter = tab.get_by_role("link", name="The charter")
    expect(tab.locator("div.elsewhere")).to_contain_text(re.compile(r"PDF\s+1 kB"))
    with urllib.request.urlopen(charter.get_attribute("href") or "") as answer:
        assert answer.read() == b"%PDF-1.4"
    assert tab.evaluate(_LOAD) == []
    assert violations(tab, axe) == [], f"{scheme}, {width}"
    tab.set_viewport_size({"width": 320, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert visitor.complaints == []


def test_no_link_is_dead(served: FrontEnd, live_site: LiveSite) -> None:
    seen = walk(served.url, ["/"])
    pages = [
        served.url + place.path
        for language in demo.LANGUAGES
        for place in demo.every_page(language)
        if (place.name, language) != (UNTRANSLATED, "pl")
    ]
    assert set(pages) <= set(seen.answers)
    # hreflang and canonical are of the CMS, as its sites say.
    assert list(seen.problems()) == []


def test_head_says_what_search_engines_need(served: FrontEnd, visitor: Tab) -> None:
    place = demo.Place("town", "nl", demo.path("nl", demo.pages()["home/towns/almelo"]))
    visitor.page.goto(place.path)
    head = visitor.page.locator("head")
    canonical = head.locator("link[rel=canonical]").get_attribute("href")
    assert canonical is not None
    assert canonical.endswith(place.path)
    alternates = head.locator("link[hreflang]")
    assert [alternates.nth(at).get_attribute("hreflang") for at in range(alternates.count())] == [
        *demo.LANGUAGES
    ]
    assert head.locator("meta[name=description]").get_attribute("content")
    assert head.locator("meta[name=robots]").count() == 0
    sources = visitor.page.locator("main picture").first.locator("source")
    assert sources.first.get_attribute("type") == "image/avif"
    assert "800w" in (sources.first.get_attribute("srcset") or "")


def test_what_is_not_translated_says_so(visitor: Tab) -> None:
    page = demo.pages()[UNTRANSLATED]
    english, polish = demo.path("en", page), demo.path("en", page).replace("/en/", "/pl/")
    visitor.page.goto(english)
    link = visitor.page.locator(".languages a[hreflang=pl]")
    said = words_of("en")["missing_language"].replace("{language}", "Polish")
    title = visitor.page.locator("h1").inner_text()
    expect(link).to_have_accessible_description(said.replace("{title}", title))
    link.click()
    visitor.page.wait_for_url(f"**{polish}")
    words = words_of("pl")
    notice = words["fallback_notice"].replace("{in_language}", words["in_en"])
    expect(visitor.page.locator(".notice")).to_have_text(notice)
    assert visitor.page.locator("html").get_attribute("lang") == "pl"
    assert visitor.page.locator("h1").get_attribute("lang") == "en"
    assert visitor.page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    canonical = visitor.page.locator("link[rel=canonical]").get_attribute("href") or ""
    assert canonical.endswith(english)
    visitor.page.goto(demo.path("pl", demo.pages()["home/stories"]))
    card = visitor.page.locator(f".card:has(a[href='{polish}'])")
    expect(card.locator(".other")).to_have_text(words["in_en"])


def test_a_translation_says_how_it_came(visitor: Tab) -> None:
    visitor.page.goto(demo.path("fr", demo.pages()["home/history"]))
    note = visitor.page.locator(".provenance")
    expect(note).to_contain_text("anglais")
    assert note.locator("a").get_attribute("href") == demo.path("en", demo.pages()["home/history"])
    visitor.page.goto(demo.path("en", demo.pages()["home/history"]))
    expect(visitor.page.locator(".provenance")).to_have_count(0)


def test_an_old_address_leads_on(served: FrontEnd) -> None:
    with urllib.request.urlopen(f"{served.url}/en/old-history/") as answer:
        assert answer.url == served.url + "/en/history/"


def test_an_unknown_address_is_not_found_in_its_language(visitor: Tab, axe: str) -> None:
    answer = visitor.page.goto("/de/nichts/")
    assert answer is not None
    assert answer.status == 404
    expect(visitor.page.locator("h1")).to_have_text(words_of("de")["not_found"])
    assert violations(visitor.page, axe) == []


def test_the_language_is_the_visitors(served: FrontEnd) -> None:
    request = urllib.request.Request(
        served.url + "/", headers={"Accept-Language": "fr-FR,en;q=0.8"}
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.url == served.url + "/fr/"


def test_a_list_is_narrowed_down(visitor: Tab) -> None:
    visitor.page.goto(demo.path("nl", demo.pages()["home/stories"]))
    all_cards = visitor.page.locator("#stories > ul > li:visible")
    number = all_cards.count()
    visitor.page.locator("#filter-towns").select_option(label="Kalisz")
    expect(visitor.page.locator(".filters__found")).to_have_text(re.compile(r"^2 "))
    assert all_cards.count() == 2 < number
    visitor.page.reload()
    expect(all_cards).to_have_count(2)


def test_a_story_that_stands_in_is_of_its_town_in_this_language(visitor: Tab) -> None:
    visitor.page.goto(demo.path("pl", demo.pages()["home/stories"]))
    name = demo.segment("pl", demo.pages()["home/towns/recklinghausen"], "title")
    choices = visitor.page.locator("#filter-towns option").all_inner_texts()
    assert len(choices) == len(set(choices))
    visitor.page.locator("#filter-towns").select_option(label=name)
    cards = visitor.page.locator("#stories > ul > li:visible")
    expect(cards).to_have_count(3)
    polish = demo.path("en", demo.pages()[UNTRANSLATED]).replace("/en/", "/pl/")
    expect(cards.locator(f"a[href='{polish}']")).to_be_visible()


def test_the_menu_of_a_phone(visitor: Tab) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    visitor.page.goto("/pl/")
    links = visitor.page.locator(".menu a")
    expect(links.first).to_be_hidden()
    visitor.page.locator(".menu summary").click()
    expect(links.first).to_be_visible()
    visitor.page.set_viewport_size({"width": 1280, "height": 800})
    visitor.page.reload()
    expect(links.first).to_be_visible()


@pytest.mark.parametrize("language", demo.LANGUAGES)
def test_search(visitor: Tab, axe: str, language: str) -> None:
    visitor.page.goto(demo.path(language, demo.pages()["home/search"]))
    query = visitor.page.locator("#q")
    query.type("Kal")
    suggestion = visitor.page.locator("#suggestions option").first
    expect(suggestion).to_have_attribute("value", re.compile("Kalisz"))
    query.fill(demo.FOUND_EVERYWHERE)
    query.press("Enter")
    expect(visitor.page.locator(".search__status")).to_contain_text(demo.FOUND_EVERYWHERE)
    results = visitor.page.locator("ol.results > li")
    expect(results.first.locator("a")).to_have_attribute("href", re.compile(f"^/{language}/"))
    number = results.count()
    visitor.page.locator("#facet-type").select_option("towns.TownPage")
    expect(results).not_to_have_count(number)
    assert violations(visitor.page, axe) == []
    results.first.locator("a").click()
    visitor.page.wait_for_url(f"**/{language}/**")
    visitor.page.go_back()
    expect(results.first).to_be_visible()
    query.fill("zqxjzqxj")
    query.press("Enter")
    expect(visitor.page.locator(".search__found")).to_contain_text(words_of(language)["nothing"])
    assert visitor.complaints == []


def test_results_stay_where_more_cannot_be_had(visitor: Tab) -> None:
    tab = visitor.page
    tab.goto(f"{demo.path('en', demo.pages()['home/search'])}?q=twin")
    results = tab.locator("ol.results > li")
    more = tab.locator(".search__found .more")
    expect(more).to_be_visible()
    number = results.count()
    tab.route("**/api/content/v1/search/**", lambda route: route.fulfill(status=500))
    more.click()
    expect(tab.locator(".search__status")).to_have_text(words_of("en")["search_failed"])
    assert results.count() == number
    tab.unroute("**/api/content/v1/search/**")
    more.click()
    expect(results).not_to_have_count(number)

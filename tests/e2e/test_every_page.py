"""Every page in every language answers 200 and is wholly in its language.

What must be there is read from the content's own .po files, so nothing is checked against itself.
"""

import itertools
import re
import urllib.request
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib
import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from home.demo import source
from tests.tools import demo
from tests.tools.demo import path, segment, segments

LANGUAGES = [code for code, _name in settings.LANGUAGES]
TRANSLATED = [code for code in LANGUAGES if code != "en"]
PAGES = source.pages()

#: Segments that are not shown in the page's own text.
ELSEWHERE = {"slug", "seo_title", "search_description", "listing_text", "picture_alt", "thanks"}

ROOT = Path(__file__).resolve().parents[2]


def plain(html: str) -> str:
    """Text as it is read: no tags, white space folded."""
    return re.sub(r"\s+", " ", BeautifulSoup(html, "html.parser").get_text()).strip()


@dataclass
class Seen:
    """A page as a visitor gets it."""

    soup: BeautifulSoup
    text: str
    alts: set[str]


@pytest.fixture(scope="session")
def see(live_site):
    @cache
    def get(language: str, key: str) -> Seen:
        soup = BeautifulSoup(live_site.get(path(language, demo.pages()[key])), "html.parser")
        alts = {plain(image["alt"]) for image in soup.select("img")}
        return Seen(soup, plain(str(soup.body)), alts)

    return get


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", PAGES, ids=lambda page: page.key)
def test_a_page_is_whole_and_in_its_language(see, written, language: str) -> None:
    page = see(language, written.key)
    soup = page.soup
    assert soup.html["lang"] == language
    title = segment(language, written, "title")
    heading = segment(language, written, "hero_title") or title
    assert [h1.get_text() for h1 in soup.select("h1")] == [heading]
    assert soup.title.get_text().startswith(segment(language, written, "seo_title") or title)
    description = soup.select_one('meta[name="description"]')["content"]
    assert description == segment(language, written, "search_description")
    assert 50 <= len(description) <= 170
    if written.fields.get("picture"):
        assert plain(segment(language, written, "picture_alt")) in page.alts
    assert all(image.get("alt") for image in soup.select("img"))

    own = path(language, written)
    links = {link["hreflang"]: link["href"] for link in soup.select("link[hreflang]")}
    assert {code: re.sub(r"^http://[^/]+", "", url) for code, url in links.items()} == {
        **{code: path(code, written) for code in LANGUAGES},
        "x-default": path("en", written),
    }
    assert soup.select_one('link[rel="canonical"]')["href"].endswith(own)
    switcher = {link["lang"]: link["href"] for link in soup.select(".languages a")}
    assert switcher == {code: path(code, written) for code in LANGUAGES}

    levels = [int(heading.name[1]) for heading in soup.select("h1, h2, h3, h4, h5, h6")]
    jumps = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
    assert levels[0] == 1 and jumps == []


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("written", PAGES, ids=lambda page: page.key)
def test_every_segment_is_translated_and_shown(see, written, language: str) -> None:
    page = see(language, written.key)
    missing, english = [], []
    for entry in segments(language, written.key):
        assert entry.msgstr, entry.msgid
        shown = entry.msgctxt not in ELSEWHERE
        if written.model == "home.HomePage" and entry.msgctxt == "title":
            shown = False  # the home page shows its hero's heading instead
        originals, lines = entry.msgid.split("<br/>"), entry.msgstr.split("<br/>")
        for original, words in zip(map(plain, originals), map(plain, lines), strict=True):
            if shown and words not in page.text and words not in page.alts:
                missing.append(words)
            if original != words and len(original.split()) > 3 and original in page.text:
                english.append(original)
    assert missing == []
    assert english == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_listing_text_is_shown_somewhere(see, language: str) -> None:
    everything = " ".join(see(language, page.key).text for page in PAGES)
    listed = [page for page in PAGES if page.model in {"towns.TownPage", "stories.StoryPage"}]
    missing = [
        page.key
        for page in listed
        if plain(segment(language, page, "listing_text")) not in everything
    ]
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_of_the_interface_is_left(see, language: str) -> None:
    catalogue = polib.pofile(str(ROOT / f"locale/{language}/LC_MESSAGES/django.po"))
    phrases = [
        entry.msgid
        for entry in catalogue
        if len(entry.msgid.split()) > 2 and "%(" not in entry.msgid and entry.msgid != entry.msgstr
    ]
    assert len(phrases) > 50
    found = {
        (page.key, phrase)
        for page in PAGES
        for phrase in phrases
        if phrase in see(language, page.key).text
    }
    assert found == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_years_are_never_grouped(see, language: str) -> None:
    for page in PAGES:
        grouped = re.findall(
            r"\b[12][., \u00a0\u202f][089]\d\d\b(?! km)", see(language, page.key).text
        )
        assert grouped == [], page.key


def test_every_picture_is_there(see, live_site) -> None:
    sources = {
        (address.strip().split(" ")[0], source["type"])
        for page in PAGES
        for source in see("en", page.key).soup.select("picture source")
        for address in source["srcset"].split(",")
    }
    assert len(sources) >= 22 * 4 * 2
    for address, kind in sources:
        assert address.startswith("/media/images/"), "made ahead"
        with urllib.request.urlopen(live_site.url + address) as response:
            assert response.headers["Content-Type"] == kind, address


def test_pages_are_light_and_call_no_other_host(see) -> None:
    for language in LANGUAGES:
        for page in PAGES:
            soup = see(language, page.key).soup
            assert len(str(soup).encode()) < 80_000, page.key
            foreign = "script:not([type='application/ld+json'], [src^='/static/'])"
            assert not soup.select(f"{foreign}, iframe, style, [style], [onclick]"), page.key
            for tag, attribute in (("img", "src"), ("link[rel=stylesheet]", "href")):
                assert all(found[attribute].startswith("/") for found in soup.select(tag))

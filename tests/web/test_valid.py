"""Every page is valid HTML, and every style sheet valid CSS, as the Nu checker understands them."""

import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.tools import demo
from tests.tools.running import ROOT, LiveSite
from tests.web import nu
from tests.web.places import PLACES

BAD = """<!doctype html><html lang="en"><title>Bad</title>
<h1>Words</h1><img src="a.png"><ul><p>No item</p></ul><p id="a"></p><p id="a"></p></html>"""
BAD_CSS = "p { colr: red; color: 12px }\n@view-transition { navigation: auto }\n"

#: Messages on HTML that count for nothing. Each needs a reason beside it.
ALLOWED: tuple[str, ...] = ()

pytestmark = pytest.mark.usefixtures("_packages")


def test_every_page_is_valid(live_site: LiveSite, tmp_path: Path) -> None:
    everything = {place.path: place for place in PLACES}
    for language in demo.LANGUAGES:
        everything |= {place.path: place for place in demo.every_page(language)}

    def save(place: demo.Place) -> Path:
        path = tmp_path / f"{place.language}-{place.name.replace('/', '-')}.html"
        path.write_bytes(fetched(live_site.url + place.path))
        return path

    with ThreadPoolExecutor(4) as pool:
        files = list(pool.map(save, everything.values()))
    assert len(set(files)) == len(files) > 24 * len(demo.LANGUAGES)
    found = nu.messages(files, allowed=ALLOWED)
    assert not found, "\n".join(found)


def test_every_style_sheet_is_valid() -> None:
    rooms = ("site/twinning", "home", "towns", "stories", "search")
    sheets = [path for room in rooms for path in (ROOT / room / "static").glob("**/*.css")]
    assert sheets
    found = nu.messages(sheets, "--css", allowed=nu.NEWER_CSS)
    assert not found, "\n".join(found)


def test_the_checker_finds_what_is_bad(tmp_path: Path) -> None:
    page, sheet = tmp_path / "bad.html", tmp_path / "bad.css"
    page.write_text(BAD, encoding="utf-8")
    sheet.write_text(BAD_CSS, encoding="utf-8")
    found = "\n".join(nu.messages([page]))
    for part in ("bad.html:2: error: An “img” element must have an “alt”", "Duplicate ID “a”"):
        assert part in found
    assert "Element “p” not allowed as child of element “ul”" in found
    unknown, wrong = nu.messages([sheet], "--css", allowed=nu.NEWER_CSS)
    assert "“colr”" in unknown and "“12px” is not a “color” value" in wrong


def fetched(url: str) -> bytes:
    """What is answered, whatever the status."""
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        return error.read()

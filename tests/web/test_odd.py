"""Odd content breaks no page, on a phone and at 400 % zoom, in the dark and in forced colours."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.tools.running import LiveSite, copied, running
from tests.web.conftest import Tabs
from tests.web.layout import troubles
from tests.web.odd import AKKO, RISHON, SCRIPT, UNBROKEN

#: CSS pixels: a phone, and what 400 % zoom leaves of a window of 1280.
WIDTHS = (360, 320)
HEIGHT = 740
MAKE = """
import json
from tests.web import odd
print(json.dumps(odd.{what}()))
"""
LOOKS = ({"forced_colors": "none"}, {"forced_colors": "active"})


@dataclass
class OddSite:
    """A copy of the site with odd content, and the paths where it is shown."""

    site: LiveSite
    paths: list[str]


@pytest.fixture(scope="module", params=["crowded", "empty"])
def odd(request, live_site: LiveSite, tmp_path_factory) -> Iterator[OddSite]:
    folder: Path = tmp_path_factory.mktemp("odd")
    site = copied(live_site, folder)
    said = site.manage("shell", "-v0", "-c", MAKE.format(what=request.param)).stdout
    with running(site, folder / "server.log"):
        yield OddSite(site, json.loads(said))


def test_nothing_overlaps_and_nothing_breaks(tabs: Tabs, odd: OddSite) -> None:
    found: list[str] = []
    with tabs(base_url=odd.site.url, color_scheme="dark", locale="sv-SE") as tab:
        tab.on("pageerror", lambda error: found.append(f"{tab.url}: {error}"))
        tab.on("dialog", lambda dialog: found.append(f"{tab.url} ran: {dialog.message}"))
        for path in odd.paths:
            answer = tab.goto(path)
            assert answer is not None and answer.status == 200, path
            found += [f"{path}, {line}" for line in judged(tab)]
    assert not found, "\n".join(found)


def judged(tab: Page) -> list[str]:
    """The troubles of a page, which is loaded once, in all its forms."""
    found = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": HEIGHT})
        for look in LOOKS:
            tab.emulate_media(**look)
            how = f"{width} px, forced colours {look['forced_colors']}"
            found += [f"{how}: {line}" for line in troubles(tab)]
    return found


@pytest.mark.parametrize("odd", ["crowded"], indirect=True)
def test_what_is_odd_is_shown_as_it_is(tabs: Tabs, odd: OddSite) -> None:
    with tabs(base_url=odd.site.url, locale="sv-SE") as tab:
        tab.goto("/en/towns/odd-0/")
        text = tab.locator("main").inner_text()
        assert all(name in text for name in (RISHON, AKKO, SCRIPT[:120], UNBROKEN))
        for name in tab.get_by_text(RISHON, exact=True).all():
            which = name.evaluate("(name) => name.outerHTML")
            direction = name.evaluate("(name) => getComputedStyle(name).direction")
            assert direction == "rtl", f"{which} needs dir=auto, or bdi around the name"
        tab.goto("/en/towns/odd-1/")
        assert tab.get_by_role("heading", level=1).inner_text() == SCRIPT


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("<p style='width: 50rem'>a</p>", "px wide: p “a”"),
        ("<p style='overflow: hidden; width: 2rem; white-space: nowrap'>Words</p>", "cut off"),
        ("<p style='overflow: hidden; height: 1em'>Many words " + "more " * 90, "cut off"),
        ("<h1 style='margin: 0; height: 1px'>Over</h1><p style='margin: 0'>each</p>", "texts"),
        ("<button>Aaa</button><button style='margin-left: -1.5rem'>B</button>", "controls overlap"),
    ],
)
def test_a_broken_layout_is_noticed(tabs: Tabs, body: str, trouble: str) -> None:
    with tabs(viewport={"width": 320, "height": HEIGHT}) as tab:
        tab.set_content(f"<!doctype html><main>{body}</main>")
        assert any(trouble in line for line in troubles(tab))
        tab.set_content("<!doctype html><main><h1>A</h1><p>b <a href='/'>c</a></p></main>")
        assert troubles(tab) == []

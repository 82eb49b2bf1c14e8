"""No page has what axe-core calls a violation: any kind, language, colour scheme and screen."""

import pytest
from playwright.sync_api import Page

from tests.web.axe import violations
from tests.web.conftest import Tabs
from tests.web.places import PLACES, SCHEMES, VIEWPORTS, visit

BAD = """<!doctype html><html lang="en"><title>A bad page</title>
<style>
  p { color: #999; background: #fff }
  @media (prefers-color-scheme: dark) { h1 { color: #333; background: #222 } }
  @media (width < 40rem) { h1 { color: #eee; background: #fff } }
</style>
<main><h1>Words</h1><p>Too pale</p><form><input name="q"></form></main>"""


def judged(tab: Page, axe: str) -> list[str]:
    """What axe finds in every colour scheme on every screen; the page is loaded once."""
    found = []
    for viewport, (width, height) in VIEWPORTS.items():
        tab.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            found += [f"{scheme}, {viewport}: {line}" for line in violations(tab, axe)]
    return found


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_has_no_violation(tabs: Tabs, axe: str, place) -> None:
    with tabs() as tab:
        visit(tab, place)
        found = judged(tab, axe)
    assert not found, f"{place} ({place.path}):\n" + "\n".join(found)


def test_the_checker_finds_what_is_bad(tabs: Tabs, axe: str) -> None:
    with tabs() as tab:
        tab.set_content(BAD)
        found = judged(tab, axe)
    rules = {line.partition(" at ")[0] for line in found}
    assert {f"{scheme}, {screen}: label" for scheme in SCHEMES for screen in VIEWPORTS} <= rules
    headings = {line.partition(":")[0] for line in found if "color-contrast at h1" in line}
    assert headings == {"light, phone", "dark, phone", "dark, desktop"}, "each is looked at"
    [advice] = [line for line in found if line.startswith("light, desktop: color-contrast at p")]
    assert "contrast of 2.84" in advice

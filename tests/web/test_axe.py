"""No page has what axe-core calls a violation: any kind, language, colour scheme and screen."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.tools import demo
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


@pytest.mark.parametrize("language", demo.LANGUAGES)
def test_what_opens_on_a_page_has_no_violation(tabs: Tabs, axe: str, language: str) -> None:
    """The menu of a phone, the map as a list, the offer of the reader's own language."""
    foreign = "de-DE" if language == "pl" else "pl-PL"
    with tabs(locale=foreign, viewport={"width": 360, "height": 740}) as tab:
        visit(tab, demo.Place("home", language, f"/{language}/"))
        expect(tab.locator(".language-offer")).to_be_visible()
        tab.locator('.map input[value="list"]').first.check()
        expect(tab.locator(".map__list").first).to_be_visible()
        found = [f"offer and list: {line}" for line in judged(tab, axe)]
        tab.locator(".language-offer button").click()
        tab.set_viewport_size({"width": 360, "height": 740})
        tab.locator(".menu-button:visible").click()
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            found += [f"menu, {scheme}: {line}" for line in violations(tab, axe)]
        tab.keyboard.press("Escape")
        expect(tab.locator(".menu")).to_be_hidden()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_an_open_search_has_no_violation(tabs: Tabs, axe: str, language: str) -> None:
    """Suggestions, the choices of a facet, and what is chosen."""
    place = next(place for place in demo.every_type(language) if place.name == "search")
    with tabs() as tab:
        visit(tab, replace(place, path=f"{place.path}?q=Kalisz&type=stories.StoryPage"))
        for facet in tab.locator(".facet > summary").all():
            facet.click()
        found = [f"facets: {line}" for line in judged(tab, axe)]
        tab.locator("#search-query").fill("")
        tab.locator("#search-query").press_sequentially("kal", delay=30)
        expect(tab.get_by_role("option").first).to_be_visible()
        tab.locator("#search-query").press("ArrowDown")
        found += [f"suggestions: {line}" for line in judged(tab, axe)]
        expect(tab.get_by_role("option", selected=True)).to_have_count(1)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["enquiry", "share-story"])
def test_a_form_with_faults_has_no_violation(tabs: Tabs, axe: str, name: str) -> None:
    place = next(place for place in demo.every_type("pl") if place.name == name)
    with tabs() as tab:
        visit(tab, place)
        tab.locator("form[data-form]").evaluate("(form) => form.submit()")
        expect(tab.locator(".form-faults li").nth(1)).to_be_visible()
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

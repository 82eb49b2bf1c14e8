"""No page asks for anything that its policy forbids: every kind, two languages, light and dark."""

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.web.conftest import Tabs
from tests.web.places import PLACES, SCHEMES, visit

#: Before anything of a page runs, so that nothing is missed.
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
});
"""
IN_TWO = [place for place in PLACES if place.language in {"en", "pl"}]


def refused(tab: Page, said: list[str]) -> list[str]:
    return [*tab.evaluate("window.refused"), *(line for line in said if "Security Policy" in line)]


def watched(tab: Page) -> list[str]:
    """What the console comes to say."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        said.append(message.text)

    tab.on("console", note)
    tab.add_init_script(WATCH)
    return said


@pytest.mark.parametrize("place", IN_TWO, ids=str)
def test_a_page_keeps_to_its_policy(tabs: Tabs, place) -> None:
    with tabs() as tab:
        said = watched(tab)
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            visit(tab, place)
            tab.wait_for_load_state("networkidle")
            assert refused(tab, said) == [], f"{place} ({place.path}), {scheme}"


@pytest.mark.parametrize("path", ["/api/content/v1/docs/", "/api/v3/docs/", "/admin/login/"])
def test_so_does_what_is_for_people_besides(tabs: Tabs, path: str) -> None:
    with tabs() as tab:
        said = watched(tab)
        tab.goto(path)
        tab.wait_for_load_state("networkidle")
        assert refused(tab, said) == []


def test_the_policy_holds_and_the_test_sees_it(tabs: Tabs) -> None:
    with tabs() as tab:
        said = watched(tab)
        tab.goto("/en/")
        tab.evaluate(
            """() => {
              const script = document.createElement("script");
              script.textContent = "window.ran = true";
              document.body.append(script);
              const picture = new Image();
              picture.src = "https://elsewhere.invalid/a.png";
              document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>Words</p>");
            }"""
        )
        tab.wait_for_timeout(300)
        found = refused(tab, said)
        assert tab.evaluate("window.ran") is None
        for directive in ("script-src-elem", "img-src", "style-src-attr"):
            assert any(line.startswith(directive) for line in found), found

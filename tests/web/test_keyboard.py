"""The way of a visitor who has a keyboard only, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.tools import demo
from tests.web.conftest import Tabs
from tests.web.keyboard import follow, tab_to
from tests.web.places import VIEWPORTS, visit

PHONE = {"width": VIEWPORTS["phone"][0], "height": VIEWPORTS["phone"][1]}
#: A desktop of 1280 × 1024 at 400 %.
ZOOMED = {"width": 320, "height": 256}
TOWN = "Almelo"


def story_of_the_town() -> str:
    """The title of a story that the town's page lists."""
    return next(
        page.fields["title"]
        for page in demo.pages().values()
        if "almelo" in str(page.fields.get("town"))
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("viewport", ["desktop", "phone"])
def test_from_home_over_the_map_to_a_town_to_a_story_to_taking_part(
    tabs: Tabs, viewport: str, scripts: bool
) -> None:
    width, height = VIEWPORTS[viewport]
    size = {"width": width, "height": height}
    with tabs(viewport=size, java_script_enabled=scripts) as tab:
        tab.goto("/en/")
        main = tab.get_by_role("main")
        on_map = main.locator(".map svg").get_by_role("link", name=re.compile(rf"^{TOWN}\b"))
        follow(tab, on_map.first)
        expect(tab.get_by_role("heading", level=1, name=TOWN)).to_be_visible()
        follow(tab, main.get_by_role("link", name=story_of_the_town()).first)
        expect(tab.get_by_role("heading", level=1, name=story_of_the_town())).to_be_visible()
        follow(tab, tab.get_by_role("link", name="Get involved").first)
        expect(tab).to_have_url(re.compile("/en/get-involved/"))


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_the_skip_link_goes_to_the_content(tabs: Tabs, viewport: str) -> None:
    width, height = VIEWPORTS[viewport]
    with tabs(viewport={"width": width, "height": height}) as tab:
        tab.goto("/en/towns/almelo/")
        skip = tab.get_by_role("link", name="Skip to the content")
        assert tab_to(tab, skip, limit=1) == 1
        expect(skip).to_be_in_viewport()
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
        assert tab.evaluate("() => document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_map_is_changed_into_a_list_by_keyboard(tabs: Tabs, scripts: bool) -> None:
    with tabs(viewport=PHONE, java_script_enabled=scripts) as tab:
        tab.goto("/en/")
        listed = tab.get_by_role("heading", level=3, name=TOWN)
        tab_to(tab, tab.get_by_role("radio", name="On the map"))
        before = listed.filter(visible=True).count()
        tab.keyboard.press("ArrowRight")
        expect(tab.get_by_role("radio", name="As a list")).to_be_checked()
        expect(listed.filter(visible=True)).to_have_count(before + 1)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_language_is_changed_by_keyboard_on_a_phone(tabs: Tabs, scripts: bool) -> None:
    with tabs(viewport=PHONE, java_script_enabled=scripts) as tab:
        tab.goto("/en/towns/almelo/")
        polish = tab.get_by_role("link", name="Polski")
        switches = tab.get_by_role("banner").locator("summary, button[aria-expanded]")
        for switch in switches.filter(visible=True).all():
            if not polish.is_visible():  # it is behind one of them
                tab_to(tab, switch)
                tab.keyboard.press("Enter")
        follow(tab, polish)
        expect(tab).to_have_url(re.compile("/pl/miasta/almelo/"))


@pytest.mark.parametrize("viewport", [PHONE, ZOOMED], ids=["phone", "400 % zoom"])
@pytest.mark.parametrize("name", ["town", "enquiry", "share-story"])
def test_every_focus_of_a_page_is_seen(tabs: Tabs, viewport, name: str) -> None:
    """The offer of the reader's own language is there, and lies over nothing that has it."""
    place = next(place for place in demo.every_type("pl") if place.name == name)
    with tabs(viewport=viewport, locale="nl-NL") as tab:
        visit(tab, place)
        tab_to(tab, tab.get_by_role("contentinfo").get_by_role("link").last)


def test_a_focus_that_others_show_is_seen(tabs: Tabs) -> None:
    with tabs() as tab:
        tab.set_content("""<style>
          a, input { outline: none } a:focus circle { fill: red } label { padding: 1rem }
          input { position: absolute; width: 1px; height: 1px; clip-path: inset(50%); margin: 0 }
          label:has(:focus) { background: red }
        </style><svg><a href="/"><circle cx="20" cy="20" r="12"/><text>A</text></a></svg>
        <label><input type="radio">B</label>""")
        assert tab_to(tab, tab.get_by_role("link", name="A")) == 1
        assert tab_to(tab, tab.get_by_role("radio", name="B")) == 1


@pytest.mark.parametrize(
    ("rule", "trouble"),
    [
        ("a:focus { outline: none }", "looks as before"),
        ("header { position: fixed; inset: 0; background: #fff; z-index: 9 }", "is hidden under"),
        ("a { position: absolute; left: -99rem }", "is outside of the window"),
    ],
)
def test_a_focus_that_is_not_seen_is_noticed(tabs: Tabs, rule: str, trouble: str) -> None:
    with tabs() as tab:
        tab.set_content(f"<style>{rule}</style><header></header><main><a href='/'>A</a></main>")
        with pytest.raises(AssertionError, match=trouble):
            tab_to(tab, tab.get_by_role("link", name="A"))


def test_what_is_never_reached_is_noticed(tabs: Tabs) -> None:
    with tabs() as tab:
        tab.set_content("<a href='/'>A</a><a href='/' tabindex='-1'>B</a>")
        with pytest.raises(AssertionError, match="does not reach"):
            tab_to(tab, tab.get_by_role("link", name="B"), limit=9)

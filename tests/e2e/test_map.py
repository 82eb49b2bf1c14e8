"""The map in a real browser: with and without JavaScript, by keyboard and by finger."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def plain(browser: Browser, live_site) -> Iterator[Page]:
    """A visitor's tab without JavaScript."""
    context = browser.new_context(
        base_url=live_site.url,
        viewport={"width": 1400, "height": 1000},
        java_script_enabled=False,
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(params=["page", "plain"])
def either(request) -> Page:
    """A tab with JavaScript, then one without."""
    tab: Page = request.getfixturevalue(request.param)
    return tab


def partner(page: Page, name: str):
    return page.locator(f"svg a[aria-label^='{name}']")


def test_one_switch_shows_the_map_or_the_list(either: Page) -> None:
    either.goto("/en/")
    drawn, listed = either.locator(".map__sheets"), either.locator(".map__list")
    expect(drawn).to_be_visible()
    expect(listed).to_be_hidden()
    either.get_by_label("As a list").check()
    expect(drawn).to_be_hidden()
    expect(listed.get_by_role("heading", name="Kalisz")).to_be_visible()
    expect(listed.get_by_text("Fort Worth")).to_be_visible()
    either.get_by_label("On the map").check()
    expect(drawn).to_be_visible()


def test_a_partner_leads_to_its_entry_in_the_list(either: Page) -> None:
    either.goto("/en/")
    partner(either, "Verona").press("Enter")
    expect(either.locator(".partner:target")).to_contain_text("Verona")
    expect(either.locator(".partner:target")).to_be_in_viewport()


def test_the_keyboard_reaches_the_towns_first_and_follows_them(either: Page) -> None:
    either.goto("/en/")
    either.get_by_label("On the map").focus()
    either.keyboard.press("Tab")
    expect(either.get_by_role("link", name="Skip the map").first).to_be_focused()
    for name in ("Almelo", "Nîmes", "Recklinghausen", "Kalisz"):
        either.keyboard.press("Tab")
        focused = either.locator("svg a:focus")
        expect(focused).to_have_attribute("aria-label", re.compile(f"^{name}, .*Preston since"))
    either.keyboard.press("Enter")
    expect(either.locator("h1")).to_have_text("Kalisz")
    assert either.locator("[data-map] svg a").count() > 3


def test_what_is_focused_stands_out_and_is_told_about_until_escape(page: Page) -> None:
    page.goto("/en/")
    page.get_by_label("On the map").focus()
    for _ in range(5):  # the way past the map comes first
        page.keyboard.press("Tab")
    card = page.locator(".map__card")
    expect(card).to_contain_text("Kalisz")
    expect(partner(page, "Erfurt")).to_have_class(re.compile("is-on"))
    expect(partner(page, "Verona")).not_to_have_class(re.compile("is-on"))
    page.keyboard.press("ArrowRight")
    expect(card).to_contain_text("Poland")  # Bytom, the nearest to the east
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(page.locator(".has-one")).to_have_count(0)


def test_a_finger_opens_the_card_first_and_follows_it_then(browser: Browser, live_site) -> None:
    context = browser.new_context(
        base_url=live_site.url, viewport={"width": 360, "height": 740}, has_touch=True
    )
    page = context.new_page()
    page.goto("/en/")
    reach = partner(page, "Verona").locator(".map__reach")
    reach.tap()
    assert "#" not in page.url
    expect(page.locator(".map__card")).to_contain_text("Italy")
    box = reach.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    page.locator(".map__card a").tap()
    expect(page.locator(".partner:target")).to_contain_text("Verona")
    context.close()


def test_partners_that_fit_are_told_about_from_their_own_list(page: Page) -> None:
    page.goto("/en/their-twin-towns/")
    page.get_by_label("Our twin town").select_option(label="Kalisz")
    expect(page.locator("svg a[aria-label^='Verona']")).to_have_count(0)
    partner(page, "Erfurt").locator(".map__reach").hover()
    expect(page.locator(".map__card")).to_contain_text("Krämerbrücke")
    page.locator(".map__card a.map__name").click()
    expect(page.locator(".candidate :target")).to_be_in_viewport()


def test_shapes_come_from_this_site_and_are_really_drawn(page: Page) -> None:
    """An external `use` that finds nothing draws nothing, and nothing says so."""
    shapes: dict[str, int] = {}
    page.on("response", lambda answer: shapes.update({answer.url: answer.status}))
    page.goto("/en/")
    page.wait_for_load_state("networkidle")
    assert [code for url, code in shapes.items() if "/map/shapes." in url] == [200]
    drawing = page.locator(".map__sheet--europe svg")
    with_land = drawing.screenshot()
    page.locator(".map__sheet--europe .map__land").evaluate("land => land.remove()")
    assert drawing.screenshot() != with_land


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_map_is_never_wider_than_the_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/de/", "/pl/miasta/kalisz/"):
        page.goto(path)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )


def test_lines_are_seen_in_forced_colours_and_still_without_motion(
    browser: Browser, live_site
) -> None:
    context = browser.new_context(
        base_url=live_site.url, forced_colors="active", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/en/")
    line = page.locator(".map__line").first
    stroke, animation, ground = line.evaluate(
        "line => [getComputedStyle(line).stroke, getComputedStyle(line).animationName,"
        " getComputedStyle(document.body).backgroundColor]"
    )
    assert stroke not in ("none", ground)
    assert animation == "none"
    context.close()


def test_on_paper_there_is_the_list(page: Page) -> None:
    page.goto("/en/")
    page.emulate_media(media="print")
    expect(page.locator(".map__list")).to_be_visible()
    expect(page.locator(".map__sheets")).to_be_hidden()

"""Filters of lists in a real browser: at once with JavaScript, with a button without."""

from playwright.sync_api import Browser, Page, Route, expect

PARTNERS = "/en/their-twin-towns/"


def test_a_choice_takes_effect_at_once(live_site, page: Page) -> None:
    page.goto(PARTNERS)
    expect(page.get_by_role("button", name="Show", exact=True)).to_be_hidden()
    page.get_by_label("Our twin town").select_option("almelo")
    expect(page.locator(".candidate__name")).to_have_text(["Denizli", "Iserlohn"])
    expect(page.get_by_role("status")).to_have_text("2 partners fit")
    assert page.url == f"{live_site.url}{PARTNERS}?town=almelo&order=name"
    page.get_by_label("Distance").select_option("1000")
    expect(page.locator(".candidate__name")).to_have_text(["Iserlohn"])
    page.reload()
    expect(page.locator(".candidate__name")).to_have_text(["Iserlohn"])
    expect(page.get_by_label("Our twin town")).to_have_value("almelo")


def test_another_language_has_the_same_choice(live_site, page: Page) -> None:
    page.goto(PARTNERS)
    page.get_by_label("Our twin town").select_option("almelo")
    expect(page.locator(".candidate__name")).to_have_text(["Denizli", "Iserlohn"])
    page.get_by_role("link", name="Polski").click()
    expect(page.locator(".candidate__name")).to_have_count(2)
    assert page.url.endswith("?order=name&town=almelo")


def test_an_error_goes_with_the_next_choice(live_site, page: Page) -> None:
    page.goto(f"{PARTNERS}?country=XX")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Country").select_option("FR")
    expect(page.get_by_role("status")).to_have_text("2 partners fit")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_where_fetching_fails_the_form_is_sent(live_site, page: Page) -> None:
    def refuse(route: Route) -> None:
        if route.request.resource_type == "fetch":
            route.abort()
        else:
            route.continue_()

    page.route("**/*", refuse)
    page.goto(PARTNERS)
    with page.expect_navigation():
        page.get_by_label("Our twin town").select_option("almelo")
    expect(page.locator(".candidate__name")).to_have_text(["Denizli", "Iserlohn"])


def test_without_javascript_there_is_a_button(live_site, browser: Browser) -> None:
    context = browser.new_context(base_url=live_site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/stories/")
    page.get_by_label("Our twin town").select_option("nimes")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#results .card")).to_have_count(3)
    page.get_by_role("link", name="Clear the filters").click()
    assert page.url == f"{live_site.url}/en/stories/"
    context.close()

"""The search in a real browser: results while one types, suggestions, and all of it without."""

import contextlib
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError

from tests.tools.demo import pages, path

SEARCH = "/en/search/"
POLISH = path("pl", pages()["home/search"])
KALISZ = path("pl", pages()["home/towns/kalisz"])
NOTED = """
from search.models import Miss
for miss in Miss.objects.filter(words__startswith="zq"):
    print(miss.words, miss.count)
"""
LABELS = {"en": "Search words", "pl": "Szukane słowa"}


def box(page: Page):
    return page.locator("#search-query")


def titles(page: Page):
    return page.locator(".results .result__title")


@pytest.fixture
def phone(browser: Browser, live_site) -> Iterator[Page]:
    """A visitor's phone."""
    context = browser.new_context(
        base_url=live_site.url, viewport={"width": 390, "height": 800}, has_touch=True
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("language", "words"), [("en", "choir"), ("pl", "chór")])
def test_the_header_leads_to_it_and_it_finds(visitor: Page, language: str, words: str) -> None:
    visitor.goto(f"/{language}/")
    visitor.locator("a.site-search").click()
    visitor.get_by_label(LABELS[language]).fill(words)
    visitor.locator("form[role=search] button").click()
    expect(titles(visitor).first).to_be_visible()
    expect(visitor.locator(".results mark").first).to_be_visible()
    assert re.search(r"\?q=ch", visitor.url)


def test_choices_are_links(visitor: Page) -> None:
    visitor.goto(f"{SEARCH}?q=Kalisz")
    visitor.locator("#facet-type summary").first.click()
    visitor.locator("#facet-type").get_by_role("link", name="Story").click()
    expect(visitor.locator(".facets__remove")).to_contain_text("Kind: Story")
    kinds = visitor.locator(".result__kind").all_inner_texts()
    assert kinds
    assert set(kinds) == {"Story"}
    visitor.get_by_role("link", name="take away").click()
    expect(visitor.locator(".facets__remove")).to_have_count(0)


def test_another_language_has_the_same_words(visitor: Page) -> None:
    visitor.goto(SEARCH)
    box(visitor).fill("Kalisz")
    box(visitor).press("Enter")
    expect(titles(visitor).first).to_be_visible()
    visitor.get_by_role("link", name="Polski").click()
    expect(visitor).to_have_url(re.compile(re.escape(POLISH) + r"\?q=Kalisz$"))
    expect(box(visitor)).to_have_value("Kalisz")
    expect(visitor.locator("#found-status")).to_contain_text("Znaleziono")


class TestWhileTyping:
    """Results come by themselves."""

    def test_they_are_renewed_and_told_and_the_caret_stays(self, page: Page) -> None:
        page.goto(SEARCH)
        page.evaluate("document.querySelector('h1').dataset.same = 'yes'")
        box(page).press_sequentially("Almelo", delay=30)
        expect(page.get_by_role("status")).to_contain_text("found for “Almelo”")
        expect(titles(page).first).to_have_text("Almelo")
        expect(page).to_have_url(re.compile(r"/en/search/\?q=Almelo$"))
        expect(box(page)).to_be_focused()
        assert box(page).evaluate("field => field.selectionStart") == 6
        assert page.locator("h1").get_attribute("data-same") == "yes", "the page was loaded anew"

    def test_the_last_words_win(self, page: Page) -> None:
        """An answer that comes late does not replace a newer one."""

        def hold(route: Route) -> None:
            if "q=Alm&" in f"{route.request.url}&" and route.request.resource_type == "fetch":
                page.wait_for_timeout(1500)
            route.continue_()

        page.route("**/en/search/**", hold)
        page.goto(SEARCH)
        box(page).press_sequentially("Alm", delay=20)
        page.wait_for_timeout(400)
        box(page).press_sequentially("elo", delay=20)
        expect(page.get_by_role("status")).to_contain_text("“Almelo”")
        page.wait_for_timeout(2000)
        expect(page.get_by_role("status")).to_contain_text("“Almelo”")
        expect(page).to_have_url(re.compile(r"q=Almelo$"))

    def test_back_leads_to_the_page_before(self, live_site, page: Page) -> None:
        page.goto("/en/towns/")
        page.locator("a.site-search").click()
        page.wait_for_url("**/en/search/")
        box(page).press_sequentially("Kalisz", delay=30)
        expect(page.get_by_role("status")).to_contain_text("“Kalisz”")
        titles(page).first.get_by_role("link").click()
        page.wait_for_url(re.compile(r"/en/(?!search)"))
        page.go_back()
        expect(box(page)).to_have_value("Kalisz")
        expect(titles(page).first).to_be_visible()
        page.go_back()
        expect(page).to_have_url(f"{live_site.url}/en/towns/")

    def test_another_language_has_the_words(self, page: Page) -> None:
        page.goto(SEARCH)
        box(page).press_sequentially("Kalisz", delay=30)
        expect(page.get_by_role("status")).to_contain_text("“Kalisz”")
        page.get_by_role("link", name="Polski").click()
        expect(page).to_have_url(re.compile(re.escape(POLISH) + r"\?q=Kalisz$"))

    def test_what_is_chosen_stays(self, page: Page) -> None:
        page.goto(f"{SEARCH}?q=Kalisz&type=stories.StoryPage")
        box(page).fill("Almelo")
        expect(page.get_by_role("status")).to_contain_text("“Almelo”")
        expect(page.locator(".facets__remove")).to_contain_text("Kind: Story")

    def test_where_fetching_fails_enter_sends_the_form(self, page: Page) -> None:
        def refuse(route: Route) -> None:
            if route.request.resource_type == "fetch":
                route.abort()
            else:
                route.continue_()

        page.route("**/*", refuse)
        page.goto(SEARCH)
        box(page).press_sequentially("Kalisz", delay=30)
        with page.expect_navigation():
            box(page).press("Enter")
        expect(titles(page).first).to_be_visible()

    def test_results_of_other_words_do_not_stay(self, page: Page) -> None:
        page.goto(f"{SEARCH}?q=Kalisz")
        expect(titles(page).first).to_be_visible()
        page.route("**/en/search/**", lambda route: route.abort())
        box(page).fill("Almelo")
        expect(titles(page)).to_have_count(0)
        expect(page.locator("#found-status")).to_be_empty()

    def test_whoever_searches_too_often_is_told(self, page: Page) -> None:
        answer = """
            <div id="found-status"><h2>You have searched very often.</h2></div>
            <div id="found"></div>
        """
        page.goto(f"{SEARCH}?q=Kalisz")
        page.route(
            "**/en/search/**",
            lambda route: route.fulfill(status=429, body=answer, content_type="text/html"),
        )
        box(page).fill("Almelo")
        expect(page.get_by_role("status")).to_contain_text("You have searched very often.")
        expect(titles(page)).to_have_count(0)

    def test_only_whole_words_are_counted_as_missed(self, live_site, page: Page) -> None:
        page.goto(SEARCH)
        box(page).press_sequentially("zqxj", delay=400)  # results are asked for at each letter
        expect(page.get_by_role("status")).to_contain_text("0 pages found for “zqxj”")
        page.wait_for_timeout(3000)
        noted = live_site.manage("shell", "-v0", "-c", NOTED).stdout
        assert noted.split() == ["zqxj", "1"]


class TestSuggestions:
    """A combobox, as WAI-ARIA has it."""

    @pytest.fixture
    def typed(self, page: Page) -> Page:
        page.goto(SEARCH)
        box(page).fill("tow")  # at once: where letters come one by one, "to" may be asked for too
        expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
        return page

    def test_their_number_is_told(self, typed: Page) -> None:
        number = typed.get_by_role("option").count()
        expect(typed.locator("[data-suggestions-told]")).to_have_text(f"Suggestions: {number}")
        typed.get_by_role("combobox").press("Escape")
        expect(typed.locator("[data-suggestions-told]")).to_be_empty()

    def test_it_says_what_it_is(self, typed: Page) -> None:
        combobox = typed.get_by_role("combobox", name="Search words", expanded=True)
        expect(combobox).to_be_focused()
        expect(combobox).to_have_attribute("aria-autocomplete", "list")
        listbox = typed.get_by_role("listbox")
        assert combobox.get_attribute("aria-controls") == listbox.get_attribute("id")

    def test_arrows_choose_and_enter_follows(self, typed: Page) -> None:
        combobox, options = typed.get_by_role("combobox"), typed.get_by_role("option")
        combobox.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        expect(combobox).to_have_attribute(
            "aria-activedescendant", options.first.get_attribute("id") or ""
        )
        combobox.press("ArrowUp")  # back to what was typed
        expect(typed.get_by_role("option", selected=True)).to_have_count(0)
        assert combobox.get_attribute("aria-activedescendant") is None
        combobox.press("ArrowUp")
        expect(options.last).to_have_attribute("aria-selected", "true")
        title = options.last.inner_text()
        combobox.press("Enter")
        expect(typed.get_by_role("heading", level=1)).to_have_text(title)

    def test_a_late_answer_does_not_take_the_choice_away(self, page: Page) -> None:
        late: list[Route] = []
        page.route("**/suggestions/?*q=tow", lambda route: late.append(route))
        page.goto(SEARCH)
        box(page).fill("to")
        chosen = page.get_by_role("option").first
        expect(chosen).to_be_visible()
        with page.expect_request("**/suggestions/?*q=tow"):
            box(page).press("w")
        box(page).press("ArrowDown")
        expect(chosen).to_have_attribute("aria-selected", "true")
        title = chosen.inner_text()
        with contextlib.suppress(PlaywrightError):  # given up by the page, as it should be
            late[0].fulfill(json={"items": [{"title": "Another", "path": "/en/"}]})
        page.wait_for_timeout(500)
        expect(chosen).to_have_text(title)
        expect(chosen).to_have_attribute("aria-selected", "true")

    def test_escape_closes_it_then_empties_the_box(self, typed: Page) -> None:
        combobox = typed.get_by_role("combobox")
        combobox.press("Escape")
        expect(typed.get_by_role("listbox")).to_be_hidden()
        expect(combobox).to_have_value("tow")
        expect(combobox).to_have_attribute("aria-expanded", "false")
        combobox.press("ArrowDown")
        expect(typed.get_by_role("listbox")).to_be_visible()
        combobox.press("Escape")
        combobox.press("Escape")
        expect(combobox).to_have_value("")

    def test_enter_without_a_choice_searches(self, typed: Page) -> None:
        typed.get_by_role("combobox").press("Enter")
        expect(typed.get_by_role("listbox")).to_be_hidden()
        expect(typed).to_have_url(re.compile(r"/en/search/\?q=tow$"))

    def test_who_goes_on_closes_it(self, typed: Page) -> None:
        typed.get_by_role("combobox").press("Tab")
        expect(typed.get_by_role("listbox")).to_be_hidden()
        expect(typed.get_by_role("button", name="Search", exact=True)).to_be_focused()

    def test_a_finger_follows_one(self, phone: Page) -> None:
        phone.goto(POLISH)
        box(phone).press_sequentially("kal", delay=30)
        phone.get_by_role("option", name="Kalisz", exact=True).tap()
        expect(phone).to_have_url(re.compile(re.escape(KALISZ) + "$"))

    def test_none_is_no_obstacle(self, page: Page) -> None:
        """A client who asks too often, or a broken answer."""
        page.route("**/suggestions/**", lambda route: route.fulfill(status=429, body="{}"))
        page.goto(SEARCH)
        box(page).press_sequentially("Almelo", delay=30)
        expect(titles(page).first).to_have_text("Almelo")
        expect(page.get_by_role("listbox")).to_be_hidden()

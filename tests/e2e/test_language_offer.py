"""A browser whose own language is another one is told of it: once, where the page exists in it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def reader(browser: Browser, live_site) -> Iterator[Callable[..., Page]]:
    """A tab of somebody whose browser speaks a language."""
    contexts = []

    def open_tab(locale: str, **options) -> Page:
        context = browser.new_context(base_url=live_site.url, locale=locale, **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_tab
    for context in contexts:
        context.close()


def test_it_is_offered_in_that_language_and_leads_to_the_page(reader) -> None:
    page = reader("pl-PL")
    page.goto("/en/towns/kalisz/")
    offer = page.locator(".language-offer")
    expect(offer).to_be_visible()
    assert offer.get_attribute("lang") == "pl"
    offer.get_by_role("link", name="Przeczytaj po polsku").click()
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    expect(page.locator("h1")).to_have_text("Kalisz")
    expect(page.locator(".language-offer")).to_have_count(0)


def test_it_is_offered_once_and_goes_when_it_is_closed(reader) -> None:
    page = reader("de-AT")
    page.goto("/en/towns/")
    page.get_by_role("button", name="Schließen").click()
    expect(page.locator(".language-offer")).to_have_count(0)
    for path in ("/en/", "/fr/"):
        page.goto(path)
        expect(page.locator(".site-header")).to_be_visible()
        expect(page.locator(".language-offer")).to_have_count(0)
    assert page.context.cookies() == []


@pytest.mark.parametrize("locale", ["en-GB", "sv-SE"])
def test_nobody_else_is_offered_anything(reader, locale: str) -> None:
    page = reader(locale)
    page.goto("/en/towns/")
    page.wait_for_load_state("load")
    expect(page.locator(".language-offer")).to_have_count(0)


def test_nothing_moves_when_it_comes(reader) -> None:
    page = reader("nl-NL")
    page.goto("/en/towns/")
    expect(page.locator(".language-offer")).to_be_visible()
    shift = page.evaluate(
        "() => new Promise(done => new PerformanceObserver(list => done("
        "list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))"
        ".observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 500))"
    )
    assert shift < 0.01

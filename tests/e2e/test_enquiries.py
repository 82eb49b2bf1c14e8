"""A visitor writes to the partnership in a browser: in three languages, with JavaScript or not."""

import re
import time

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from tests.tools import demo
from twinning.conf import DEFAULTS

LANGUAGES = ("en", "de", "pl")
WORDS = "Wir rudern – zażółć gęślą jaźń."
CONSENT = "We may only keep what you write if you agree."


def page_of(language: str) -> str:
    """Where people write to the partnership."""
    return demo.path(language, demo.pages()["home/get-involved"])


def fill_in(page: Page, language: str) -> None:
    """Everything that must be filled in but the consent."""
    page.locator("[name=party][value=group]").check()
    page.locator("[name=message]").fill(WORDS)
    page.locator("[name=name]").fill("Anna Żak")
    page.locator("[name=email]").fill(f"anna.{language}.{time.time_ns()}@example.org")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visitor_writes_to_a_town(visitor: Page, language: str) -> None:
    town = demo.path(language, demo.pages()["home/towns/almelo"])
    visitor.goto(town)
    visitor.locator(f"main a[href*='{page_of(language)}?'][href*='town=almelo']").first.click()
    expect(visitor.locator("[name=town]")).to_have_value("almelo")
    opened = time.monotonic()
    fill_in(visitor, language)
    visitor.locator("form[data-form] [type=submit]").click()
    with translation.override(language):
        words = gettext(CONSENT)
    assert words != CONSENT or language == "en"
    expect(visitor.locator(".form-faults")).to_contain_text(words)
    expect(visitor.locator("#faults")).to_be_focused()
    expect(visitor.locator(".form__field--consent .form__error")).to_have_text(words)
    expect(visitor.locator("[name=message]")).to_have_value(WORDS)
    expect(visitor.locator("[name=town]")).to_have_value("almelo")
    visitor.locator(".form-faults a").click()
    visitor.locator("[name=consent]").check()
    time.sleep(max(0, DEFAULTS["FORM_MIN_SECONDS"] + 1 - (time.monotonic() - opened)))
    visitor.locator("form[data-form] [type=submit]").click()
    expect(visitor.locator(".form-reference")).to_have_text(
        re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}$")
    )
    reference = visitor.locator(".form-reference").inner_text()
    visitor.reload()  # sends nothing again
    expect(visitor.locator(".form-reference")).to_have_text(reference)
    assert visitor.context.cookies() == []


def test_faults_are_told_to_who_cannot_see_them(page: Page) -> None:
    page.goto(page_of("en"))
    page.locator("form[data-form] [type=submit]").click()
    expect(page.locator("#faults")).to_be_focused()
    assert page.title().startswith("Error:")
    page.locator("#faults a[href='#id_message']").click()
    expect(page.locator("[name=message]")).to_be_focused()
    described = page.locator("[name=message]").get_attribute("aria-describedby") or ""
    assert page.locator(f"#{described.split()[-1]}").inner_text()


def test_what_was_written_outlives_a_lost_page(page: Page) -> None:
    page.goto(page_of("en"))
    page.locator("[name=message]").fill(WORDS)
    page.goto("/en/")
    page.goto(page_of("en"))
    expect(page.locator("[name=message]")).to_have_value(WORDS)


def test_a_double_click_sends_once(page: Page) -> None:
    page.goto(page_of("en"))
    fill_in(page, "double")
    page.locator("[name=consent]").check()
    time.sleep(DEFAULTS["FORM_MIN_SECONDS"] + 1)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("form[data-form] [type=submit]").dblclick()
    expect(page.locator(".form-reference")).to_be_visible()
    assert sent.count("POST") == 1

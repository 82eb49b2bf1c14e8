"""Visitors write through the front end: what they send arrives in the CMS."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from home.demo import source
from tests.frontend.conftest import Tab, words_of
from tests.tools import demo
from tests.tools.running import LiveSite
from tests.web.axe import violations

WORDS = "Zażółć gęślą jaźń – wij schaatsen."
ENQUIRY = "SELECT message, language FROM home_enquiry WHERE reference = ?"
STORY = "SELECT title, language FROM stories_sharedstory WHERE reference = ?"


def rows(site: LiveSite, query: str, reference: str) -> list[tuple[str, str]]:
    """What the CMS has in its database, which is SQLite here."""
    file = site.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as database:
        return database.execute(query, [reference]).fetchall()


#: A clock that is so many milliseconds fast.
CLOCK = "const now = Date.now; Date.now = () => now.call(Date) + ({fast});"


@pytest.mark.parametrize("language", demo.LANGUAGES)
def test_an_enquiry_arrives(visitor: Tab, live_site: LiveSite, axe: str, language: str) -> None:
    tab = visitor.page
    tab.goto(demo.path(language, demo.pages()["home/towns/almelo"]))
    tab.locator("main a.button[href*='town=almelo']").click()
    expect(tab.locator("[name=town]")).to_have_value("almelo")
    tab.locator("#field-message").fill(WORDS)
    tab.locator("[name=party][value=person]").check()
    tab.locator("#field-name").fill("Anna Żak")
    tab.locator("#field-email").fill(f"anna.front.{language}@example.org")
    tab.locator("form[data-submissions] .button").click()
    faults = tab.locator(".form__faults")
    expect(faults).to_be_focused()
    error = tab.locator("#error-consent").inner_text()
    expect(faults).to_contain_text(error)
    expect(faults.locator("h2")).to_have_text(words_of(language)["not_sent"])
    assert violations(tab, axe) == []
    faults.locator("a").click()
    expect(tab.locator("#field-consent")).to_be_focused()
    tab.locator("#field-consent").check()
    tab.locator("form[data-submissions] .button").click()
    reference = tab.locator(".form__reference")
    expect(reference).to_have_text(re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}$"))
    expect(tab.locator(".form__thanks")).to_be_focused()
    assert rows(live_site, ENQUIRY, reference.inner_text()) == [(WORDS, language)]
    # Browsers report the refusal itself.
    assert [said for said in visitor.complaints if "422" not in said] == []


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_wrong_holds_nothing_up(visitor: Tab, hours: int) -> None:
    tab = visitor.page
    tab.add_init_script(CLOCK.format(fast=hours * 3_600_000))
    tab.goto(demo.path("en", demo.pages()["home/get-involved"]))
    tab.locator("#field-message").fill(WORDS)
    tab.locator("[name=party][value=person]").check()
    tab.locator("#field-name").fill("Anna Żak")
    tab.locator("#field-email").fill(f"anna.clock{hours}@example.org")
    tab.locator("#field-consent").check()
    tab.locator("form[data-submissions] .button").click()
    expect(tab.locator(".form__thanks")).to_be_focused()
    assert visitor.complaints == []


def test_a_story_arrives_with_a_picture(visitor: Tab, live_site: LiveSite) -> None:
    tab = visitor.page
    tab.goto(demo.path("nl", demo.pages()["home/share-story"]))
    tab.locator("#field-title").fill("Schaatsen")
    tab.locator("#field-story").fill(WORDS * 4)
    tab.locator("#field-when").fill("2011-04")
    picture = next(pictures())
    tab.locator("#field-pictures").set_input_files(picture)
    tab.locator("#field-pictures_show").fill("Een bank van mozaïek")
    tab.locator("#field-consent_of_shown").check()
    tab.locator("#field-name").fill("Jan")
    tab.locator("#field-email").fill("jan.front@example.org")
    tab.locator("#field-consent").check()
    tab.locator("form[data-submissions] .button").click()
    reference = tab.locator(".form__reference")
    expect(reference).to_have_text(re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}$"))
    status = tab.locator("[data-status]").get_attribute("href") or ""
    assert status.startswith(live_site.url)
    assert rows(live_site, STORY, reference.inner_text()) == [("Schaatsen", "nl")]
    assert visitor.complaints == []


def pictures() -> Iterator[Path]:
    """Files that a visitor could send."""
    return iter(sorted(source.PICTURES.glob("*.webp")))

"""Two people write at one translation in real browsers: nobody's words are lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

INTRO = "Preston’s oldest partnership did not begin"


@pytest.fixture
def other(editor: Page) -> Page:
    """Another tab of the same browser."""
    return editor.context.new_page()


def open_story(page: Page) -> None:
    """The translation of the story about the first exchange, by the way of an editor."""
    page.goto("/admin/pages/search/?q=Pierwsza+wymiana")
    page.get_by_role("link", name=re.compile("Pierwsza wymiana")).first.click()
    expect(page.locator(".translation-strip")).to_be_visible()


def segment(page: Page, text: str) -> Locator:
    return page.locator(".js-translation-editor li > h3 + ul > li").filter(has_text=text).first


def write(page: Page, words: str) -> None:
    item = segment(page, INTRO)
    item.locator(":scope > ul").get_by_role("button", name="Edit").click()
    item.locator("textarea").first.fill(words)
    item.locator(":scope > ul").get_by_role("button", name="Save").click()


def test_who_comes_later_sees_both_and_decides(editor: Page, other: Page) -> None:
    open_story(editor)
    other.goto(editor.url)
    before = segment(editor, INTRO).locator("p").nth(1).inner_text()

    write(editor, "Pierwsza wersja.")
    expect(segment(editor, INTRO)).to_contain_text("Translated manually")
    write(other, "Druga wersja.")
    conflict = other.locator(".segment-conflict")
    expect(conflict).to_contain_text("changed this text while you were writing")
    expect(conflict.locator("[data-theirs]")).to_have_text("Pierwsza wersja.")
    expect(conflict.locator("[data-mine]")).to_have_value("Druga wersja.")
    conflict.locator("[data-mine]").fill("Pierwsza i druga wersja.")
    conflict.get_by_role("button", name="Save mine").click()
    expect(conflict).to_have_count(0)
    expect(segment(other, INTRO)).to_contain_text("Pierwsza i druga wersja.")

    # The first one has not seen that, and keeps it; their own words stay at hand.
    write(editor, "Trzecia wersja.")
    editor.get_by_role("button", name="Keep theirs").click()
    expect(segment(editor, INTRO)).to_contain_text("Pierwsza i druga wersja.")
    kept = editor.locator(".segment-conflict")
    expect(kept).to_contain_text("Trzecia wersja.")
    kept.get_by_role("button", name="Use these words").click()
    expect(segment(editor, INTRO).locator("textarea").first).to_have_value("Trzecia wersja.")
    segment(editor, INTRO).locator(":scope > ul").get_by_role("button", name="Save").click()
    expect(editor.locator(".segment-conflict")).to_have_count(0)
    expect(segment(editor, INTRO)).to_contain_text("Translated manually")

    # All of it is there still, beside the text.
    editor.reload()
    item = segment(editor, INTRO)
    item.locator("summary").click()
    earlier = item.locator(".segment-help__earlier li")
    expect(earlier).to_have_count(3)
    earlier.filter(has_text=before).get_by_role("button", name="Use these words").click()
    expect(item.locator("textarea").first).to_have_value(before)
    item.locator(":scope > ul").get_by_role("button", name="Save").click()
    expect(item).to_contain_text("Translated manually")
    editor.reload()
    expect(segment(editor, INTRO).locator("p").nth(1)).to_have_text(before)


def test_a_lost_connection_leaves_the_words_where_they_are(editor: Page) -> None:
    open_story(editor)
    editor.route("**/localize/translate/**", lambda route: route.abort())
    write(editor, "Bez sieci.")
    lost = editor.locator(".segment-conflict")
    expect(lost).to_contain_text("Not saved: the connection was lost.")
    editor.unroute("**/localize/translate/**")
    lost.get_by_role("button", name="Use these words").click()
    expect(segment(editor, INTRO).locator("textarea").first).to_have_value("Bez sieci.")


def test_a_link_leads_to_a_text_on_another_tab(editor: Page) -> None:
    """The help of each text stands below it; an address names it."""
    open_story(editor)
    item = editor.locator("[data-segment]").filter(has=editor.locator("h3", has_text="Slug"))
    anchor = item.first.get_attribute("id")
    editor.goto(f"{editor.url}#{anchor}")
    editor.reload()
    expect(editor.locator(f"#{anchor}").locator("xpath=..")).to_be_visible()


def test_without_a_script_the_help_stands_in_a_list(editor: Page, browser) -> None:
    open_story(editor)
    context = browser.new_context(
        java_script_enabled=False, storage_state=editor.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(editor.url)
    plain.locator(".translation-help > summary").click()
    expect(plain.locator(".segment-help").first).to_be_visible()
    expect(plain.locator(".segment-help").filter(has_text=INTRO).first).to_be_visible()
    context.close()

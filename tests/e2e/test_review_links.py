"""An editor shows a draft to somebody without an account, who says what they think of it."""

import time

import pytest
from playwright.sync_api import Page, expect

from twinning.conf import DEFAULTS

SLOWLY = DEFAULTS["FORM_MIN_SECONDS"] + 1
TOWN = "/en/towns/nimes/"


@pytest.fixture
def link(editor: Page) -> str:
    """The address of a new link, as the editor copies it."""
    found = editor.request.get(f"/api/content/v1/resolve/?path={TOWN}").json()
    editor.goto(f"/admin/pages/{found['page']['id']}/edit/")
    editor.locator('[data-side-panel-toggle="status"]').first.click()
    editor.get_by_role("link", name="Review links").first.click()
    editor.get_by_role("button", name="Make a link").click()
    return editor.get_by_label("Address of the link").first.input_value()


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_a_draft_is_shown_commented_on_and_closed(editor: Page, visitor: Page, link: str) -> None:
    path = path_of(link)
    visitor.goto(path)
    opened = time.monotonic()
    shown = visitor.frame_locator("iframe")
    expect(shown.locator("h1")).to_have_text("Nîmes")
    expect(shown.locator(".language-offer")).to_have_count(0)
    wide = visitor.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
    visitor.locator("[name=name]").fill("Zoë")
    visitor.locator("[name=text]").fill("The <b>amphitheatre</b>\nis older.")
    time.sleep(max(0, SLOWLY - (time.monotonic() - opened)))
    visitor.locator("form[data-form] [type=submit]").click()
    expect(visitor.locator(".form-thanks")).to_be_visible()
    said = visitor.locator(".review__comment").last
    expect(said).to_contain_text("The <b>amphitheatre</b>")
    visitor.locator(".form-thanks a").click()
    visitor.locator("form[data-form] [type=submit]").click()
    expect(visitor.locator("#faults a[href='#id_text']")).to_be_visible()

    # A link within the draft leaves it for the public site.
    visitor.goto(path)
    shown.locator(".breadcrumbs a").first.click()
    visitor.wait_for_url("**/en/")
    assert visitor.context.cookies() == []

    editor.reload()
    article = editor.locator("article", has_text="amphitheatre").first
    article.get_by_role("button", name="Settle").click()
    visitor.goto(path)
    expect(visitor.locator(".review__settled").first).to_be_visible()
    editor.get_by_role("button", name="Take back").first.click()
    answer = visitor.goto(path)
    assert answer is not None and answer.status == 410
    expect(visitor.locator("h1")).to_have_text("This link has ended")

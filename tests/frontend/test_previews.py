"""Drafts at the front end, which is another site than the CMS to a browser."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, expect

from tests.frontend.conftest import FrontEnd, words_of
from tests.frontend.test_updates import do
from tests.tools.running import LiveSite

TITLE = "Współpraca w Łodzi"
#: A heading that is one too low, which the content checker finds.
TOO_LOW = """
page.body.insert(0, ("heading", {"text": "One too low", "level": "h3"}))
page.save_revision()
"""


def test_the_panel_shows_what_is_typed_and_checks_it(
    served: FrontEnd, live_site: LiveSite, editor: Page
) -> None:
    pk = do(live_site, "en", "home/accessibility", TOO_LOW)
    complaints: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        # The checker writes what it finds there, as an error.
        if said.type == "error" and not said.text.startswith("axe.run results"):
            complaints.append(said.text)

    editor.on("console", hear)
    editor.set_viewport_size({"width": 1600, "height": 1000})
    editor.goto(f"/admin/pages/{pk}/edit/")
    editor.get_by_role("button", name="Toggle preview").click()
    panel = editor.frame_locator("#w-preview-iframe")
    expect(panel.locator("wagtail-userbar")).to_be_attached()
    expect(panel.get_by_text("One too low")).to_be_attached()
    checks = editor.get_by_role("button", name="Toggle checks")
    counter = checks.locator("[data-side-panel-toggle-counter]")
    expect(counter).to_have_text("1")  # the heading, which the page itself shows
    frame = next(frame for frame in editor.frames if frame.url.startswith(served.url))
    assert served.url.startswith("http://127.0.0.1:")
    assert live_site.url.startswith("http://localhost:")
    frame.evaluate("window.scrollTo(0, 321)")

    title = editor.locator("#id_title")
    title.fill("")
    title.press_sequentially(TITLE, delay=20)
    expect(panel.locator("h1")).to_have_text(TITLE, timeout=60_000)
    again = next(frame for frame in editor.frames if frame.url.startswith(served.url))
    again.wait_for_function("Math.round(window.scrollY) === 321")
    assert complaints == []


def test_a_draft_is_shown_to_its_editor(
    served: FrontEnd, live_site: LiveSite, editor: Page
) -> None:
    draft = "page.title = 'Szkic'; page.save_revision()"
    pk = do(live_site, "pl", "home/history", draft)
    answers, complaints = [], []
    editor.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    editor.on("response", lambda answer: answers.append(answer))
    editor.goto(f"/admin/pages/{pk}/view_draft/")
    assert editor.url.startswith(f"{served.url}/preview/")
    expect(editor.locator("h1")).to_have_text("Szkic")
    expect(editor.locator("wagtail-userbar")).to_be_attached()
    assert complaints == []
    shown = next(answer for answer in answers if answer.url == editor.url)
    assert shown.headers["cache-control"] == "no-store"
    token = urlsplit(editor.url).path
    forged = re.sub(r"\w(?=/$)", lambda last: "A" if last[0] != "A" else "B", token)
    for path in (forged, "/preview/nothing/"):
        refused = editor.goto(served.url + path)
        assert refused is not None
        assert refused.status == 403
        expect(editor.locator("main")).not_to_contain_text("Szkic")


def test_a_form_that_was_never_published_is_announced(
    served: FrontEnd, live_site: LiveSite, editor: Page
) -> None:
    copied = "print(page.copy(update_attrs={'slug': 'later'}, keep_live=False).pk)"
    pk = do(live_site, "nl", "home/get-involved", copied)
    editor.goto(f"/admin/pages/{pk}/view_draft/")
    assert editor.url.startswith(f"{served.url}/preview/")
    expect(editor.locator("main")).to_contain_text(words_of("nl")["form_later"])
    expect(editor.locator("main a[href$='/later/']")).to_have_count(0)

"""A visitor shares a story in a real browser, sees its state, and withdraws it."""

import io
import time

import pytest
from django.utils import translation
from django.utils.translation import gettext
from PIL import Image
from playwright.sync_api import Page, expect

from tests.tools import demo
from twinning.conf import DEFAULTS

READING = "It has come in, and is being read"
WITHDRAWN = "You have withdrawn it"


def picture() -> dict[str, object]:
    """A small photograph, as a phone sends it."""
    file = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(file, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


@pytest.mark.parametrize("language", ["en", "de", "pl"])
def test_a_story_is_sent_seen_and_withdrawn(visitor: Page, language: str) -> None:
    with translation.override(language):
        reading, withdrawn = gettext(READING), gettext(WITHDRAWN)
    visitor.goto(demo.path(language, demo.pages()["home/share-story"]) + "?town=kalisz")
    opened = time.monotonic()
    expect(visitor.locator("[name=town]")).to_have_value("kalisz")
    visitor.locator("[name=title]").fill("Podróż – a journey")
    visitor.locator("[name=story]").fill("We met in the market square, and sang. " * 5)
    visitor.locator("[name=when_year]").fill("1998")
    visitor.locator("[name=pictures]").set_input_files([picture()])
    visitor.locator("[name=name]").fill("Anna Żak")
    visitor.locator("[name=email]").fill(f"anna.{time.time_ns()}@example.org")
    visitor.locator("[name=consent]").check()
    time.sleep(max(0, DEFAULTS["FORM_MIN_SECONDS"] + 1 - (time.monotonic() - opened)))
    visitor.locator("form[data-form] [type=submit]").click()
    # Nobody may be shown who has not agreed; the browser forgets the picture, and is told so.
    expect(visitor.locator("#faults a[href^='#id_consent_of_shown']")).to_be_visible()
    visitor.locator("[name=consent_of_shown]").check()
    visitor.locator("[name=pictures]").set_input_files([picture()])
    visitor.locator("form[data-form] [type=submit]").click()
    reference = visitor.locator(".form-reference").inner_text()
    visitor.locator(".form-thanks a.button").click()
    expect(visitor.locator("main h2")).to_have_text(reading)
    expect(visitor.locator(".form-reference")).to_have_text(reference)
    visitor.locator("main a.more").click()
    visitor.locator("main form [type=submit]").click()
    expect(visitor.locator("main h2")).to_have_text(withdrawn)
    assert visitor.context.cookies() == []

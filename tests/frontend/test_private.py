"""Pages behind a password: the front end asks for it, without a script, and keeps nothing."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.frontend.conftest import INSIDE, PASSWORD, FrontEnd, Tab, opened, words_of
from tests.tools import demo
from tests.web.axe import violations


@pytest.fixture
def plain(browser: Browser, served: FrontEnd) -> Iterator[Tab]:
    """A visitor whose browser runs no script."""
    context = browser.new_context(base_url=served.url, java_script_enabled=False)
    yield opened(context)
    context.close()


@pytest.mark.parametrize("language", demo.LANGUAGES)
def test_a_password_opens_its_page_and_those_below(plain: Tab, language: str) -> None:
    tab, words = plain.page, words_of(language)
    closed = tab.goto(f"/{language}/club/minutes/")
    assert closed is not None
    assert closed.status == 403
    assert "no-store" in closed.headers["cache-control"]
    expect(tab.locator("html")).to_have_attribute("lang", language)
    expect(tab.locator("h1")).to_have_text(words["needs_password"])
    expect(tab).not_to_have_title("Minutes")

    field = tab.get_by_label(words["password"])
    field.fill("wrong")
    with tab.expect_response(f"**/{language}/club/minutes/") as wrong:
        tab.get_by_role("button", name=words["open_page"]).click()
    assert wrong.value.status == 403
    expect(field).to_have_accessible_description(words["wrong_password"])
    expect(field).to_have_value("")

    field.fill(PASSWORD)
    tab.get_by_role("button", name=words["open_page"]).click()
    expect(tab.locator("h1")).to_have_text("Minutes")
    above = tab.goto(f"/{language}/club/")
    assert above is not None
    assert above.status == 200
    assert "no-store" in above.headers["cache-control"]
    expect(tab.locator("main")).to_contain_text(INSIDE)
    (cookie,) = tab.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Lax", -1)
    assert PASSWORD not in cookie["value"]
    assert tab.url.endswith(f"/{language}/club/")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_form_is_for_everybody(visitor: Tab, axe: str, scheme: str, width: int) -> None:
    tab = visitor.page
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto("/de/club/")
    assert violations(tab, axe) == []
    tab.locator("#password").fill("wrong")
    tab.keyboard.press("Enter")
    expect(tab.locator("#error-password")).to_have_text(words_of("de")["wrong_password"])
    expect(tab.locator("#password")).to_be_focused()
    assert violations(tab, axe) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_a_private_page_is_in_no_file(served: FrontEnd) -> None:
    for file in served.dist.rglob("*.html"):
        assert INSIDE not in file.read_text()
        assert "/club/" not in str(file)


@pytest.mark.parametrize(
    ("path", "origin", "status"),
    [("/en/club/", "https://elsewhere.example", 403), ("/en/", None, 405), ("/en/no/", None, 404)],
)
def test_who_sends_elsewhere_gets_nothing(
    served: FrontEnd, path: str, origin: str | None, status: int
) -> None:
    body = urllib.parse.urlencode({"password": PASSWORD}).encode()
    request = urllib.request.Request(served.url + path, body, {"Origin": origin or served.url})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == status
    assert "Set-Cookie" not in refused.value.headers

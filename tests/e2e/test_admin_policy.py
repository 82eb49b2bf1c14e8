"""The admin works within its policy: editors, choosers, previews, the board, reports, log in."""

import re

import pytest
from playwright.sync_api import Page

from tests.tools.running import LiveSite

PLACES = [
    *("/admin/", "/admin/images/", "/admin/images/add/", "/admin/images/1/", "/admin/documents/"),
    *(
        "/admin/documents/multiple/add/",
        "/admin/account/",
        "/admin/users/new/",
        "/admin/redirects/",
    ),
    *("/admin/translations/", "/admin/enquiries/", "/admin/reports/site-history/"),
    *("/admin/api-tokens/new/", "/admin/snippets/towns/interest/", "/admin/searchpicks/add/"),
    *("/admin/groups/", "/admin/workflows/list/", "/admin/personal-data/"),
]


@pytest.fixture
def refused(editor: Page) -> list[str]:
    """What the console says of policies, in all frames of the tab."""
    found: list[str] = []

    def note(message) -> None:
        if "Security Policy" in message.text:
            found.append(f"{editor.url}: {message.text}")

    editor.on("console", note)
    return found


def test_lists_and_forms(editor: Page, refused: list[str]) -> None:
    for path in PLACES:
        answer = editor.goto(path)
        assert answer is not None and answer.status == 200, path
        editor.wait_for_load_state("networkidle")
    assert refused == []


def test_an_editor_with_its_preview_and_choosers(
    editor: Page, refused: list[str], live_site: LiveSite
) -> None:
    code = "from towns.models import TownPage as T; print(*T.objects.values_list('pk', flat=True))"
    numbers = live_site.manage("shell", "--no-imports", "-c", code).stdout.split()
    editor.goto(f"/admin/pages/{numbers[0]}/edit/")
    editor.get_by_role("button", name="Toggle preview").click()
    editor.wait_for_timeout(3000)
    assert any("preview" in frame.url for frame in editor.frames), "the draft is in its frame"
    editor.get_by_role("button", name=re.compile("Insert a block")).first.click()
    editor.keyboard.type("ima")
    editor.keyboard.press("Enter")
    editor.get_by_role("button", name=re.compile("Choose an? (image|picture)", re.I)).last.click()
    editor.locator(".modal .image-choice").first.click()
    editor.wait_for_timeout(500)
    editor.goto(f"/admin/pages/{numbers[-1]}/edit/")
    editor.wait_for_load_state("networkidle")
    assert refused == []

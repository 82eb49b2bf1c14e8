"""Drafts at a front end of another origin, in a real browser: the panel, and “view draft”.

The admin is at `localhost`, the front end at `127.0.0.1`: to a browser that is another site.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.e2e.front_end import front_end
from tests.tools.running import LiveSite, copied, free_port, once, running

TITLE = "Współpraca w Łodzi"
MAKE = """
import json
from home.models import HomePage, StandardPage
home = HomePage.objects.get(locale__language_code="en")
made = []
for number in range(4):
    page = home.add_child(instance=StandardPage(
        title="Twinning abroad", slug=f"twinning-abroad-{number}", intro="An introduction.",
        locale=home.locale, search_description="For search engines."))
    page.save_revision().publish()
    made.append(page.pk)
print(json.dumps(made))
"""
END = """
from django.utils import timezone
from twinning.previews.models import Snapshot
Snapshot.objects.update(expires_at=timezone.now())
"""


@dataclass
class Stage:
    """A site with a front end, the page that is edited, and those that wait for their test."""

    site: LiveSite
    front: str
    waiting: list[int]
    page: int = 0


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("previews")
    base = tmp_path_factory.getbasetemp()
    made = copied(once(base if worker_id == "master" else base.parent), folder)
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    more = {"PREVIEW_URLS": f"{origin}/preview/{{token}}/", "CORS_ALLOWED_ORIGINS": origin}
    site = replace(made, environment={**made.environment, **more})
    pages = json.loads(site.manage("shell", "-v", "0", "-c", MAKE).stdout)
    with running(site, folder / "server.log"), front_end(port, site.url):
        yield Stage(site, origin, pages)


@pytest.fixture
def editor(browser: Browser, stage: Stage) -> Iterator[Page]:
    """A tab in which the administrator has opened the page's editor."""
    size = {"width": 1600, "height": 1000}
    context = browser.new_context(base_url=stage.site.url, viewport=size)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/admin/login/")
    page.locator("input[name='username']").fill("admin")
    page.locator("input[name='password']").fill(stage.site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    stage.page = stage.waiting.pop()  # of its own: the editor saves what is typed by itself
    page.goto(f"/admin/pages/{stage.page}/edit/")
    yield page
    context.close()


def preview(editor: Page) -> FrameLocator:
    """What the panel shows."""
    return editor.frame_locator("#w-preview-iframe")


def counter(editor: Page) -> Locator:
    """How much the content checker has found, at the button of its panel."""
    checks = editor.get_by_role("button", name="Toggle checks")
    return checks.locator("[data-side-panel-toggle-counter]")


pytestmark = pytest.mark.once("the panel asks the database nothing but what the ORM writes")


def test_the_panel_shows_what_is_typed_and_stays_where_it_was(editor: Page, stage: Stage) -> None:
    errors: list[str] = []
    editor.on("pageerror", lambda error: errors.append(str(error)))
    editor.get_by_role("button", name="Toggle preview").click()
    expect(preview(editor).locator("h1")).to_have_text("Twinning abroad")
    frame = next(frame for frame in editor.frames if frame.url.startswith(stage.front))
    # Only now has Wagtail's editor settled, and looks for changes.
    expect(counter(editor)).to_have_text(re.compile("[1-9]"))
    frame.evaluate("window.scrollTo(0, 1234)")

    title = editor.locator("#id_title")
    title.fill("")
    title.press_sequentially(TITLE, delay=20)

    expect(preview(editor).locator("h1")).to_have_text(TITLE, timeout=60_000)
    again = next(frame for frame in editor.frames if frame.url.startswith(stage.front))
    assert again.url == frame.url  # the address stays
    again.wait_for_function("Math.round(window.scrollY) === 1234")
    assert errors == []


def test_the_content_checker_looks_into_the_front_end(editor: Page, stage: Stage) -> None:
    editor.get_by_role("button", name="Toggle preview").click()
    expect(preview(editor).locator("wagtail-userbar")).to_be_attached()
    expect(counter(editor)).to_have_text(re.compile("[1-9]"))
    editor.get_by_role("button", name="Toggle checks").click()
    found = editor.locator("[data-content-checker-row]:visible", has_text="Empty heading found")
    expect(found).to_have_count(1)
    expect(editor.get_by_text("words", exact=False).first).to_be_visible()


def test_view_draft_has_the_user_bar(editor: Page, stage: Stage) -> None:
    editor.goto(f"/admin/pages/{stage.page}/view_draft/")
    assert editor.url.startswith(f"{stage.front}/preview/")
    expect(editor.locator("h1")).to_have_text("Twinning abroad")
    editor.get_by_role("button", name="View Wagtail quick actions").click()
    edit = editor.get_by_role("menuitem", name="Edit this page")
    expect(edit).to_have_attribute("href", f"{stage.site.url}/admin/pages/{stage.page}/edit/")


def test_a_token_that_has_ended_shows_nothing(editor: Page, stage: Stage) -> None:
    editor.get_by_role("button", name="Toggle preview").click()
    expect(preview(editor).locator("h1")).to_have_text("Twinning abroad")
    address = next(f.url for f in editor.frames if f.url.startswith(stage.front))
    stage.site.manage("shell", "-v", "0", "-c", END)
    editor.goto(address)
    expect(editor.locator("main")).to_have_text("No preview: 410")
    editor.goto(address.replace("/preview/", "/preview/x"))
    expect(editor.locator("main")).to_have_text("No preview: 403")
    expect(editor.locator("h1, wagtail-userbar")).to_have_count(0)

"""What an editor does, in a real browser, and what visitors then see."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

#: A town of these tests' own, in English and Polish: other tests read the pages of the content.
MAKE_TOWN = """
import polib
from towns.models import TownIndexPage, TownPage
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource
towns = TownIndexPage.objects.get(locale__language_code="en")
town = towns.add_child(instance=TownPage(
    title="Testtown", slug="testtown", native_name="Testtown", country="NL", twinned_since=1990,
    latitude=52, longitude=6, intro="An old sentence.", locale=towns.locale,
))
source, _ = TranslationSource.update_or_create_from_instance(town)
polish = Translation.objects.create(
    source=source, target_locale=Locale.objects.get(language_code="pl")
)
po = source.export_po()
for entry in po:
    entry.msgstr = {"An old sentence.": "Stare zdanie."}.get(entry.msgid, entry.msgid)
polish.import_po(po)
polish.save_target()
print(town.pk, polish.get_target_instance().pk, source.pk)
"""

REMOVE_TOWN = """
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
for page in Page.objects.filter(slug="testtown"):
    page.delete()
TranslationSource.objects.filter(pk=source).delete()
"""


@dataclass
class Town:
    """Primary keys of the town's English page, its Polish page, and its translation source."""

    english: str
    polish: str
    source: str


@pytest.fixture
def town(live_site) -> Iterator[Town]:
    made = Town(*live_site.manage("shell", "-v0", "-c", MAKE_TOWN).stdout.split())
    yield made
    live_site.manage("shell", "-v0", "-c", f"source = {made.source}{REMOVE_TOWN}")


def no_overflow(page: Page) -> bool:
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


def publish(editor: Page) -> None:
    """Publish the page whose form is open."""
    editor.get_by_role("button", name="More actions").click()
    editor.locator("button[name='action-publish'][value='action-publish']").click()
    expect(editor.locator(".messages .success")).to_contain_text("published")


def test_an_editor_adds_a_block_previews_publishes_and_sees_it_live(
    live_site, editor: Page, town: Town
) -> None:
    words = "A heading from the browser"
    editor.goto(f"/admin/pages/{town.english}/edit/")
    body = editor.locator("#panel-child-content-body-section")
    body.get_by_role("button", name="Insert a block").last.click()
    editor.get_by_role("option", name="Heading").first.click()
    body.locator("input[id$='-value-text']").last.fill(words)

    editor.get_by_role("button", name="Toggle preview").click()
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", name=words)).to_be_attached(timeout=30_000)
    assert words not in live_site.get("/en/towns/testtown/")

    publish(editor)
    editor.goto("/en/towns/testtown/")
    expect(editor.get_by_role("heading", name=words, level=2)).to_be_visible()


def test_a_changed_sentence_is_translated_into_polish_and_seen_live(
    live_site, editor: Page, town: Town
) -> None:
    english, polish = "A new sentence.", "Nowe zdanie."
    editor.goto(f"/admin/pages/{town.english}/edit/")
    editor.locator("textarea[name='intro']").fill(english)
    publish(editor)
    assert "Stare zdanie." in live_site.get("/pl/miasta/testtown/")

    editor.goto(f"/admin/pages/{town.polish}/edit/")
    segment = editor.locator("li", has_text=english).last
    segment.get_by_role("button", name="Translate").click()
    segment.locator("textarea").fill(polish)
    segment.get_by_role("button", name="Save").click()
    expect(segment.get_by_text(polish)).to_be_visible()
    editor.get_by_role("button", name="Publish in Polski").click()
    expect(editor.locator(".messages")).to_contain_text("“Testtown” is published in Polish")
    editor.goto("/pl/miasta/testtown/")
    expect(editor.locator(".intro")).to_have_text(polish)


def test_nothing_is_wider_than_a_phone(live_site, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/en/", "/pl/", "/de/staedte/", "/pl/miasta/kalisz/", "/fr/temoignages/"):
        page.goto(path)
        assert no_overflow(page), path
    page.goto("/de/suche/?q=" + "Städtepartnerschaftsverein" * 4)
    assert no_overflow(page)


def test_a_visitor_gets_no_cookie_and_no_other_host_is_called(live_site, page: Page) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto("/")
    page.get_by_role("link", name="Deutsch").click()
    page.get_by_role("link", name="Mitmachen", exact=True).first.click()
    expect(page.locator("h1")).to_be_visible()
    assert hosts == {live_site.url.removeprefix("http://")}
    assert page.context.cookies() == []


def test_the_keyboard_reaches_the_content_first(live_site, page: Page) -> None:
    page.goto("/en/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()

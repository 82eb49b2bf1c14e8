"""What an editor does, in a real browser, and what visitors then see."""

from playwright.sync_api import Page, expect


def page_id(live_site, title: str, language: str) -> str:
    script = (
        "from wagtail.models import Page\n"
        f"print(Page.objects.get(title={title!r}, locale__language_code={language!r}).pk)"
    )
    return live_site.manage("shell", "-v0", "-c", script).stdout.strip()


def no_overflow(page: Page) -> bool:
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


def publish(editor: Page) -> None:
    """Publish the page whose form is open."""
    editor.get_by_role("button", name="More actions").click()
    editor.locator("button[name='action-publish']").click()
    expect(editor.locator(".messages .success")).to_contain_text("published")


def test_an_editor_adds_a_block_previews_publishes_and_sees_it_live(
    live_site, editor: Page
) -> None:
    words = "A heading from the browser"
    editor.goto(f"/admin/pages/{page_id(live_site, 'Almelo', 'en')}/edit/")
    body = editor.locator("#panel-child-content-body-section")
    body.get_by_role("button", name="Insert a block").last.click()
    editor.get_by_role("option", name="Heading").first.click()
    body.locator("input[id$='-value-text']").last.fill(words)

    editor.get_by_role("button", name="Toggle preview").click()
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", name=words)).to_be_attached(timeout=30_000)
    assert words not in live_site.get("/en/towns/almelo/")

    publish(editor)
    editor.goto("/en/towns/almelo/")
    expect(editor.get_by_role("heading", name=words, level=2)).to_be_visible()


def test_a_changed_sentence_is_translated_into_polish_and_seen_live(
    live_site, editor: Page
) -> None:
    english = "Where the nurses of two hospitals began to write to each other."
    polish = "Tu pielęgniarki z dwóch szpitali zaczęły do siebie pisać."
    pk = page_id(live_site, "Nîmes", "en")
    editor.goto(f"/admin/pages/{pk}/edit/")
    editor.locator("textarea[name='intro']").fill(english)
    publish(editor)
    editor.goto("/pl/miasta/nimes/")
    before = editor.locator(".intro").inner_text()
    assert english not in before

    script = (
        "from wagtail_localize.models import TranslationSource\n"
        f"from wagtail.models import Page\npage = Page.objects.get(pk={pk})\n"
        "print(TranslationSource.objects.get(object_id=page.translation_key).pk)"
    )
    source = live_site.manage("shell", "-v0", "-c", script).stdout.strip()
    editor.goto(f"/admin/localize/update/{source}/")
    editor.locator("main form [type='submit']").first.click()
    expect(editor.locator(".messages .success")).to_be_visible()
    assert before in live_site.get("/pl/miasta/nimes/"), "the Polish stays until it is translated"

    editor.goto(f"/admin/pages/{page_id(live_site, 'Nîmes', 'pl')}/edit/")
    segment = editor.locator("li", has_text=english).last
    segment.get_by_role("button", name="Translate").click()
    segment.locator("textarea").fill(polish)
    segment.get_by_role("button", name="Save").click()
    expect(segment.get_by_text(polish)).to_be_visible()
    editor.get_by_role("button", name="Publish in Polski").click()
    expect(editor.locator(".messages .success")).to_be_visible()
    editor.goto("/pl/miasta/nimes/")
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

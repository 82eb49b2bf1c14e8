"""What is published is on the front end soon, and only the pages that it changes are made anew."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.conftest import FrontEnd, Tab, reports, words_of
from tests.tools import demo
from tests.tools.running import LiveSite, free_port

STORY = demo.pages()["home/towns/almelo/mosaic-bench"]
BODY = '{"type": "changes", "data": {"events": [], "generation": 1}}'

DO = """
from wagtail.models import Page
page = Page.objects.get(url_path__endswith={tail!r}, locale__language_code={language!r}).specific
print(page.pk)
{script}
"""


def do(site: LiveSite, language: str, key: str, script: str = "") -> int:
    """Do something to a page of the CMS; its id, or what the script prints last."""
    tail = demo.path(language, demo.pages()[key]).removeprefix(f"/{language}")
    whole = DO.format(tail=tail, language=language, script=script)
    return int(site.manage("shell", "--no-imports", "-c", whole).stdout.split()[-1])


def eventually(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it has not come about"
        time.sleep(0.2)


def test_an_edit_in_the_admin_is_seen(
    served: FrontEnd, live_site: LiveSite, editor: Page, visitor: Tab
) -> None:
    story = demo.path("en", STORY)
    town = demo.path("en", demo.pages()["home/towns/almelo"])
    privacy = served.file("/en/privacy/")
    untouched = privacy.stat().st_mtime_ns
    before = len(reports(served.log))
    editor.goto(f"/admin/pages/{do(live_site, 'en', STORY.key)}/edit/")
    editor.locator("#id_title").fill("A bench, seen anew")
    editor.get_by_role("button", name="More actions").click()
    editor.locator("button[name=action-publish][value=action-publish]").click()
    expect(editor.locator(".messages .success")).to_be_visible()

    live_site.manage("deliver_webhooks")
    eventually(lambda: len(reports(served.log)) > before)
    visitor.page.goto(story)
    expect(visitor.page.locator("h1")).to_have_text("A bench, seen anew")
    visitor.page.goto(town)
    expect(visitor.page.locator(f".card a[href='{story}']")).to_have_text("A bench, seen anew")

    report = reports(served.log)[before]
    assert privacy.stat().st_mtime_ns == untouched
    assert report["different"] < report["rendered"] + 1 < report["pages"]


def test_a_page_that_is_taken_down_is_gone(
    served: FrontEnd, live_site: LiveSite, visitor: Tab
) -> None:
    key = "home/towns/kalisz/thirty-years"
    path = demo.path("fr", demo.pages()[key])
    assert served.file(path).is_file()
    do(live_site, "fr", key, "page.unpublish()")
    assert served.call(BODY) == 204
    eventually(lambda: not served.file(path).exists())
    stands_in = demo.path("en", demo.pages()[key]).replace("/en/", "/fr/")
    eventually(served.file(stands_in).exists)
    answer = visitor.page.goto(path)
    assert answer is not None
    assert answer.status == 404
    do(live_site, "fr", key, "page.save_revision().publish()")
    assert served.call(BODY) == 204
    eventually(served.file(path).exists)
    eventually(lambda: not served.file(stands_in).exists())


def test_nobody_else_makes_it_look(served: FrontEnd) -> None:
    foreign = "whsec_" + "A" * 43 + "="
    assert served.call(BODY, foreign) == 401
    assert served.call("", foreign) == 401
    try:
        urllib.request.urlopen(f"{served.url}/hooks/cms", BODY.encode())
    except urllib.error.HTTPError as error:
        assert error.code == 401


def test_what_was_signed_long_ago_is_not_listened_to(served: FrontEnd) -> None:
    """Whoever has caught a delivery cannot send it again for ever."""
    assert served.call(BODY, age=60) == 204
    assert served.call(BODY, age=600) == 401
    assert served.call(BODY, age=-600) == 401


def test_what_was_missed_is_caught_up_with(
    front_end: FrontEnd, live_site: LiveSite, tmp_path: Path
) -> None:
    """Nobody listened when it was published: it is there as soon as the server is again."""
    own = front_end.copied(tmp_path)
    path = demo.path("de", demo.pages()["home/accessibility"])
    publish = "page.title = 'Zugang für alle'; page.save_revision().publish()"
    do(live_site, "de", "home/accessibility", publish)
    assert "Zugang für alle" not in own.file(path).read_text()
    with own.served():
        assert "Zugang für alle" in own.file(path).read_text()
        (report,) = reports(own.log)
        # The title stands in all German menus, and nothing in other languages has changed.
        assert report["different"] <= report["pages"] / len(demo.LANGUAGES)
        assert report["requests"] < 30
        with urllib.request.urlopen(own.url + path) as answer:
            assert "Zugang für alle" in answer.read().decode()


def test_a_site_that_is_up_to_date_asks_once_more_and_writes_nothing(
    front_end: FrontEnd, live_site: LiveSite, tmp_path: Path
) -> None:
    own = front_end.copied(tmp_path)
    with own.served():
        pass
    files = {file: file.stat().st_mtime_ns for file in own.dist.rglob("*.html")}
    with own.served():
        pass
    assert {file: file.stat().st_mtime_ns for file in own.dist.rglob("*.html")} == files


def test_a_home_page_that_stands_in_says_so(
    front_end: FrontEnd, visitor: Tab, tmp_path: Path
) -> None:
    """As any other page: its language has just lost its own."""
    own = front_end.copied(tmp_path)
    content = tmp_path / "content" / "content.json"
    kept = json.loads(content.read_text())
    entries = kept["content"]["entries"]
    (english,) = (e for e in entries.values() if e["path"] == "/en/" and not e["is_fallback"])
    stand_in = {**english, "requested_locale": "pl", "is_fallback": True}
    entries[f"pl/{english['translation_key']}"] = stand_in
    content.write_text(json.dumps(kept))
    own.file("/pl/").unlink()
    words = words_of("pl")
    notice = words["fallback_notice"].replace("{in_language}", words["in_en"])
    with own.served():
        answer = visitor.page.goto(f"{own.url}/pl/")
        assert answer is not None
        assert answer.status == 200
        expect(visitor.page.locator(".notice")).to_have_text(notice)
        assert visitor.page.locator("html").get_attribute("lang") == "pl"
        for part in (".hero__text", ".body"):
            assert visitor.page.locator(part).get_attribute("lang") == "en"


def test_without_the_cms_the_site_is_as_it_was(front_end: FrontEnd, tmp_path: Path) -> None:
    own = front_end.copied(tmp_path)
    nowhere = f"http://localhost:{free_port()}"
    content = tmp_path / "content" / "content.json"
    kept = json.loads(content.read_text())
    content.write_text(json.dumps({**kept, "cms": nowhere}))
    away = replace(own, environment={**own.environment, "CMS_URL": nowhere})
    with away.served():
        with urllib.request.urlopen(f"{own.url}/pl/") as answer:
            assert answer.status == 200
        for path in ("/pl/nic/", "/preview/token/"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(own.url + path)
            assert refused.value.code == 503
    assert "Not up to date" in own.log

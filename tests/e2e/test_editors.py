"""The way of a sentence in a browser: found, translated, sent in, approved, and read by visitors.

In Polish and in Dutch, each person with the admin in their own language. `make editor-pictures`
walks it once more with the admin in English, and keeps the pictures of docs/editors.md.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page, expect

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"

#: A page in English and one other language, whose sentence has been changed; and two people.
MAKE = """
import json
from django.contrib.auth import get_user_model
from home.models import HomePage, StandardPage
from towns.models import TownTeam
from twinning.translation.models import Role
from wagtail.models import Locale
from wagtail.users.models import UserProfile
from wagtail_localize.models import Translation, TranslationSource

def person(name, group):
    user = get_user_model().objects.create_user(
        name, password="a long password", first_name=name.split("-")[0].title()
    )
    user.groups.add(group)
    UserProfile.objects.create(user=user, preferred_language=admin_language)
    return user

home = HomePage.objects.get(locale__language_code="en")
page = home.add_child(instance=StandardPage(
    title=title, slug=slug, intro="An old sentence of ours.", locale=home.locale))
page.save_revision().publish()
source, _ = TranslationSource.update_or_create_from_instance(page)
record = Translation.objects.create(
    source=source, target_locale=Locale.objects.get(language_code=language))
po = source.export_po()
for entry in po:
    entry.msgstr = f"{entry.msgid} ({language})" if " " in entry.msgid else entry.msgid
record.import_po(po)
record.save_target()
page.refresh_from_db()
page.intro = "A new sentence of our twin town."
page.save_revision().publish()
role = Role.objects.get(kind="translators", language=language)
translator = person(f"translator-{slug}", role.group)
first = TownTeam.objects.filter(language=language).order_by("pk").first()
team = person(f"member-{slug}", first.group)
target = record.get_target_instance()
print(json.dumps({"key": target.pk, "path": target.url, "translator": translator.username,
                  "member": team.username}))
"""

REMOVE = """
from django.contrib.auth import get_user_model
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
for page in Page.objects.filter(slug=slug):
    TranslationSource.objects.filter(object_id=page.translation_key).delete()
    page.delete()
get_user_model().objects.filter(username__endswith=slug).delete()
"""

WORDS = {
    "pl": "Nowe zdanie o naszym mieście partnerskim.",
    "nl": "Een nieuwe zin over onze partnerstad.",
}


@dataclass
class Journey:
    """A page's translation, who translates it and who approves, and in what they read the admin."""

    language: str
    admin_language: str
    title: str
    key: int
    path: str
    translator: str
    member: str

    def picture(self, page: Page, name: str) -> None:
        """Keep a picture of what is seen, where pictures are asked for."""
        if self.language != self.admin_language:
            PICTURES.mkdir(exist_ok=True)
            page.screenshot(path=PICTURES / f"editors-{name}.png")


def _ways() -> list[Any]:
    ways = [("pl", "pl"), ("nl", "nl")]
    return [("nl", "en")] if os.environ.get("EDITOR_PICTURES") else ways


@pytest.fixture(params=_ways(), ids="-".join)
def journey(request, live_site) -> Iterator[Journey]:
    language, admin_language = request.param
    title, slug = "A walk along the canal", f"journey-{language}-{admin_language}"
    given = f"{language=}\n{admin_language=}\n{title=}\n{slug=}\n"
    made = live_site.manage("shell", "-v0", "-c", given + MAKE).stdout
    yield Journey(language, admin_language, title, **json.loads(made))
    live_site.manage("shell", "-v0", "-c", given + REMOVE)


@pytest.fixture
def log_in(browser: Browser, live_site, journey: Journey) -> Iterator[Any]:
    """Opens the admin for somebody, in a browser of their own."""
    contexts = []

    def do(name: str) -> Page:
        context = browser.new_context(
            base_url=live_site.url, viewport={"width": 1280, "height": 900}, locale="en-GB"
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/admin/login/")
        page.locator("input[name='username']").fill(name)
        page.locator("input[name='password']").fill("a long password")
        page.locator("form [type='submit']").click()
        page.wait_for_url("**/admin/")
        return page

    with translation.override(journey.admin_language):
        yield do
    for context in contexts:
        context.close()


def test_a_changed_sentence_is_found_translated_approved_and_read(
    live_site, log_in, journey: Journey
) -> None:
    assert "A new sentence" in live_site.get(f"/en/{journey.path.strip('/').split('/')[-1]}/")
    assert "A new sentence" not in live_site.get(journey.path), "nobody has translated it"

    desk = log_in(journey.translator)
    assert desk.locator("html").get_attribute("lang") == journey.admin_language
    expect(desk.get_by_text(_("Waiting for you"))).to_be_visible()
    journey.picture(desk, "home")
    desk.goto("/admin/account/")
    chosen = desk.locator("select[name='locale-preferred_language']")
    expect(chosen).to_have_value(journey.admin_language)
    chosen.scroll_into_view_if_needed()
    journey.picture(desk, "language")
    desk.goto(f"/admin/translations/?state=stale&language={journey.language}")
    expect(desk.locator("tbody tr", has_text=journey.title)).to_have_count(1)
    journey.picture(desk, "board")
    desk.locator(f"tbody a[href*='/pages/{journey.key}/']").click()
    translate(desk, WORDS[journey.language], journey)
    assert desk.get_by_role("button", name=_("Publish")).count() == 0, "translators do not publish"
    desk.locator("form[action$='/submit/'] button").click()
    expect(desk.locator(".messages .success")).to_be_visible()
    assert WORDS[journey.language] not in live_site.get(journey.path), "nobody has approved it"

    office = log_in(journey.member)
    make_a_review_link(office, journey)
    office.goto("/admin/")
    office.get_by_role("link", name=journey.title).first.click()
    approve = office.locator("button[name='action'][value='approve']")
    expect(approve).to_be_visible()
    journey.picture(office, "moderate")
    approve.click()
    expect(office.locator(".messages .success")).to_contain_text(journey.title)
    expect(approve).to_have_count(0)
    assert WORDS[journey.language] in live_site.get(journey.path)
    desk.goto(f"/admin/translations/?state=stale&language={journey.language}")
    expect(desk.locator("tbody tr", has_text=journey.title)).to_have_count(0)


def make_a_review_link(office: Page, journey: Journey) -> None:
    """Make a link for somebody without an account, who sees the draft by it."""
    office.goto(f"/admin/translations/review/{journey.key}/")
    office.locator("button[name='action'][value='make']").click()
    address = office.locator("main input[readonly]").first.input_value()
    journey.picture(office, "review")
    office.goto("/" + address.split("/", 3)[3])
    draft = office.frame_locator("iframe").locator(".intro")
    expect(draft).to_contain_text(WORDS[journey.language])


def translate(desk: Page, words: str, journey: Journey) -> None:
    """Translate the one text that is missing, as the editor's page offers it."""
    expect(desk.locator(".translation-strip__left a")).to_have_count(1)
    segment = desk.locator(".js-translation-editor li", has_text="A new sentence").last
    own = segment.locator(":scope > ul button")  # not those of the help below it
    own.last.click()
    segment.locator("textarea").fill(words)
    journey.picture(desk, "translate")
    own.last.click()  # the first is to cancel
    expect(segment.get_by_text(words)).to_be_visible()
    desk.reload()
    expect(desk.locator(".translation-strip__left a")).to_have_count(0)

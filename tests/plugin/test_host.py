"""A fresh site installs the plugin by the lines of docs/plugin.md, and takes it out again."""

import json
import re
import subprocess
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from tests.plugin import site_models
from tests.plugin.host import FIRST, HERE, LANGUAGES, Host, clean, sections

#: To be told of on this machine, and at once.
TOLD = """
TWINNING = {**TWINNING, "WEBHOOK_PRIVATE_HOSTS": ("127.0.0.1",), "WEBHOOK_BATCH_SECONDS": 0}
"""


@pytest.fixture(scope="module")
def host(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Host:
    """A site with content of its own, as it is before the plugin."""
    host = Host.start(tmp_path_factory.mktemp("host"), python)
    host.write("mysite/settings/here.py", HERE)
    host.write("home/models.py", site_models.BEFORE)
    languages = (
        '\nLANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("it", "Italiano")]\n'
    )
    host.write("mysite/settings/here.py", HERE + languages + "WAGTAIL_I18N_ENABLED = True\n")
    host.run(
        'call_command("makemigrations", "home", verbosity=0)\n'
        'call_command("migrate", verbosity=0)\n' + site_models.CONTENT
    )
    host.write("mysite/settings/here.py", HERE)
    return host


@pytest.fixture(scope="module")
def before(host: Host) -> dict[str, Any]:
    return host.dump()


def test_the_environment_has_the_wheel_and_not_our_source(python: Path) -> None:
    code = "import twinning, towns, stories, wagtail; print(twinning.__file__)"
    where = subprocess.run(
        [str(python), "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=python.parent,
        env=clean(),
    ).stdout
    assert Path(where.strip()).is_relative_to(python.parents[1])
    code = "import home"
    failed = subprocess.run(
        [str(python), "-c", code], capture_output=True, cwd=python.parent, env=clean()
    )
    assert b"ModuleNotFoundError" in failed.stderr


def test_a_site_takes_it_in_level_by_level_and_out_again(
    host: Host, before: dict[str, Any], told: tuple[str, list[dict[str, Any]]]
) -> None:
    """One test, since tests are shuffled, and each of these steps stands on the one before."""
    the_content_api_over_the_sites_own_pages(host, told)
    towns_and_stories_below_the_sites_own_root(host)
    the_board_and_rights(host)
    uninstalling_leaves_the_site_as_it_was(host, before)


def the_content_api_over_the_sites_own_pages(
    host: Host, told: tuple[str, list[dict[str, Any]]]
) -> None:
    """Level one, without wagtail-localize: answers, routes, a fallback, a preview, a webhook."""
    lines = [line for _name, block in sections()[FIRST] for line in block.splitlines()]
    assert len(lines) <= 10, "from `wagtail start` to a typed answer in ten lines"
    host.follow(FIRST, LANGUAGES, "Previews and webhooks")
    host.write("mysite/settings/here.py", HERE + TOLD)
    host.write("home/models.py", site_models.WITH_PREVIEWS)
    host.run(
        f"""
call_command("migrate", verbosity=0)
call_command("makemigrations", check=True, dry_run=True)
call_command("check", databases=["default"], fail_level="WARNING")
from twinning.webhooks import signing
from twinning.webhooks.models import Endpoint
signing.rotate(Endpoint.objects.create(name="Front", url="{told[0]}", events=["page.published"]))
from home.models import ArticlePage
fords = ArticlePage.objects.get(slug="fords")
fords.intro = "Shallow"
fords.save_revision().publish()
fords.title = "Fords, a draft"
fords.save_revision()
call_command("deliver_webhooks")
from django.core.wsgi import get_wsgi_application
from twinning.delivery.wsgi import wrap
wrap(get_wsgi_application())
"""
    )
    events = [event for body in told[1] for event in body["data"]["events"]]
    assert [(event["type"], event["data"]["path"]) for event in events] == [
        ("page.published", "/en/fords/")
    ]
    assert told[1][0]["signature"].startswith("v1,")
    with host.running() as site:
        _answers_of_the_first_level(site)
        draft = _preview(site)
    assert draft["page"]["title"] == "Fords, a draft"
    assert draft["page"]["intro"] == "Shallow"


def _answers_of_the_first_level(site: Any) -> None:
    status, found = site.get("resolve/?path=/it/ponti/")
    page = found["page"]
    assert status == 200 and page["type"] == "home.ArticlePage"
    assert page["alternates"] == [
        {"locale": "en", "path": "/en/bridges/", "title": "Bridges"},
        {"locale": "it", "path": "/it/ponti/", "title": "Ponti"},
    ]
    assert page["text"] == '<p><a href="/it/">home</a></p>', "links in the page's language"
    assert page["translation"] is None, "nobody keeps account of translations here"
    heading, picture, cards = page["body"]
    assert (heading["type"], heading["value"]) == ("heading", "Stone")
    assert picture["value"]["width"] == 900
    assert {source["type"] for source in picture["value"]["sources"]} == {
        "image/avif",
        "image/webp",
        "image/jpeg",
    }
    [card] = cards["value"]
    card = card.get("value", card)
    assert card["page"]["path"] == "/it/"
    rendition = urllib.parse.urlsplit(picture["value"]["src"]).path
    with urllib.request.urlopen(site.url + rendition, timeout=60) as response:
        assert response.headers["Content-Type"] == "image/jpeg"
    status, listed = site.get("pages/?type=home.ArticlePage&locale=it&fallback=en&fields=title")
    assert [item["title"] for item in listed["items"]] == ["Fords", "Ponti"]
    status, gone = site.get("resolve/?path=/it/fords/")
    assert status == 404
    assert gone["available_in"] == [{"locale": "en", "path": "/en/fords/"}]
    status, routes = site.get("routes/")
    paths = {route["path"] for route in routes["items"]}
    assert paths == {"/en/", "/it/", "/en/bridges/", "/it/ponti/", "/en/fords/"}
    status, problem = site.get("pages/?nothing=1")
    assert status == 422 and problem["errors"][0]["loc"] == ["query", "nothing"]
    assert site.get("nowhere/")[0] == 404, "and no redirect to a page"
    schemas = json.dumps(site.get("openapi.json")[1]["components"]["schemas"])
    assert '"home.ArticlePage"' in schemas and '"cards"' in schemas


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def _preview(site: Any) -> Any:
    """Log in, view the draft in the admin, and ask the API what the front end would."""
    cookies = urllib.request.HTTPCookieProcessor(CookieJar())
    browser = urllib.request.build_opener(cookies, _Stay)
    login = browser.open(f"{site.url}/admin/login/").read().decode()
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', login)
    assert csrf
    form = {"username": "admin", "password": "a long password", "csrfmiddlewaretoken": csrf[1]}
    with pytest.raises(urllib.error.HTTPError) as redirected:
        browser.open(f"{site.url}/admin/login/", urllib.parse.urlencode(form).encode())
    assert redirected.value.code == 302
    listed = site.get("pages/?type=home.ArticlePage&slug=fords&fields=title")[1]["items"]
    with pytest.raises(urllib.error.HTTPError) as redirected:
        browser.open(f"{site.url}/admin/pages/{listed[0]['id']}/view_draft/")
    address = redirected.value.headers["Location"]
    assert address.startswith("https://front.example.org/preview/")
    status, draft = site.get(f"preview/{address.rstrip('/').rpartition('/')[2]}/")
    assert status == 200, draft
    return draft


def towns_and_stories_below_the_sites_own_root(host: Host) -> None:
    """Level two: our page types with the site's pictures and its own base template."""
    host.follow("Towns and stories")
    host.run(
        """
call_command("migrate", verbosity=0)
call_command("makemigrations", check=True, dry_run=True)
call_command("check", databases=["default"], fail_level="WARNING")
from wagtail.images import get_image_model
from wagtail.models import Locale
from home.models import HomePage
from stories.models import StoryIndexPage, StoryPage
from towns.models import TownIndexPage, TownPage
picture = get_image_model().objects.get()
def add(parent, page):
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
home = HomePage.objects.get(locale__language_code="en")
towns = add(home, TownIndexPage(title="Towns", slug="towns"))
town = add(towns, TownPage(title="Almelo", slug="almelo", native_name="Almelo", country="NL",
    twinned_since=1948, latitude="52.35", longitude="6.66", picture=picture, picture_alt="A town",
    body=[("heading", {"text": "Water", "level": "h2"})]))
stories = add(home, StoryIndexPage(title="Stories", slug="stories"))
add(stories, StoryPage(title="A visit", slug="visit", date="2026-05-01"))
italian = Locale.objects.get(language_code="it")
translated = town.copy_for_translation(italian, copy_parents=True)
translated.title = "Almelo, it"
translated.save_revision().publish()
"""
    )
    with host.running() as site:
        found = site.get("resolve/?path=/en/towns/almelo/")[1]["page"]
        assert found["type"] == "towns.TownPage" and found["picture"]["alt"] == "A town"
        assert found["body"][0]["value"] == {"text": "Water", "level": "h2"}
        assert {one["locale"] for one in found["alternates"]} == {"en", "it"}
        listed = site.get("pages/?type=stories.StoryPage&locale=it&fallback=en")[1]["items"]
        assert [(item["title"], item["is_fallback"]) for item in listed] == [("A visit", True)]
        with urllib.request.urlopen(f"{site.url}/en/towns/almelo/", timeout=60) as response:
            html = response.read().decode()
    assert "Water" in html and "css/mysite.css" in html, "in the site's own base template"
    assert "site-header" not in html


def the_board_and_rights(host: Host) -> None:
    """Level three, with wagtail-localize; the site's own pages are on the board as well."""
    host.follow("The board and rights")
    said = host.run(
        """
call_command("migrate", verbosity=0)
call_command("makemigrations", check=True, dry_run=True)
call_command("check", databases=["default"], fail_level="WARNING")
call_command("sync_rights", verbosity=0)
call_command("refresh_translation_states", verbosity=0)
from django.contrib.auth import get_user_model
from django.test import Client
from home.models import ArticlePage
from twinning.translation.models import Role, TranslationState
from wagtail.models import Locale
client = Client()
client.force_login(get_user_model().objects.get())
def shown(address):
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()
article = ArticlePage.objects.get(slug="fords")
shown("/admin/")
shown(f"/admin/pages/{article.pk}/edit/")
address = f"/admin/localize/submit/page/{article.pk}/"
shown(address)
italian = Locale.objects.get(language_code="it")
client.post(address, {"locales": [italian.pk]})
print(Role.objects.exists(), article.get_translation(italian).title)
print(TranslationState.objects.filter(source_locale__isnull=False).count())
"""
    )
    exists, number = said.split("\n")[-3:-1]
    assert exists.startswith("True Fords"), said
    assert int(number) >= 1


def uninstalling_leaves_the_site_as_it_was(host: Host, before: dict[str, Any]) -> None:
    """Schema, triggers and rows of its own tables; the article that it wrote anew apart."""
    commands = dict(sections()["Uninstalling"])["uninstall"].splitlines()
    back, last = commands[:-1], commands[-1]
    calls = "\n".join(
        f"call_command({', '.join(map(repr, line.split()[2:]))}, verbosity=0)" for line in back
    )
    host.run(
        """
from wagtail.models import Page
Page.objects.get(title__startswith="Fords", locale__language_code="it").delete()  # translated above
ours = Page.objects.filter(content_type__app_label__in=["towns", "stories"])
for page in ours.order_by("-depth"):
    page.delete()
"""
        + calls
    )
    base = (host.folder / "mysite/settings/base.py").read_text()
    urls = (host.folder / "mysite/urls.py").read_text()
    host.write("mysite/settings/base.py", base[: base.index("\nfrom twinning.plugin")])
    host.write("mysite/urls.py", urls[: urls.index('\nurlpatterns = [path("", include("twinning')])
    host.write("home/models.py", site_models.BEFORE)
    languages = (
        '\nLANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("it", "Italiano")]\n'
    )
    host.write("mysite/settings/here.py", HERE + languages + "WAGTAIL_I18N_ENABLED = True\n")
    (host.folder / "mysite/templates/twinning/base.html").unlink()
    assert last.endswith("remove_stale_contenttypes --include-stale-apps")
    host.run(
        """
call_command("remove_stale_contenttypes", include_stale_apps=True, interactive=False, verbosity=0)
call_command("makemigrations", check=True, dry_run=True)
call_command("check", fail_level="WARNING")
"""
    )
    after = host.dump()
    own = set(before["made"])
    localize = {key for key in after["made"] if "localize" in key[1]}
    assert set(after["made"]) - localize == own
    assert {key: after["made"][key] for key in own} == before["made"]
    lost = {
        table: found
        for table, rows in before["rows"].items()
        if table not in INDEX and (found := sorted(set(rows) - set(after["rows"][table])))
    }
    # The test itself has logged in, and has written one of the articles anew.
    assert len(lost.pop("auth_user")) == len(lost.pop("home_articlepage")) == 1
    [fords] = lost.pop("wagtailcore_page")
    assert "Fords" in fords
    # What `sync_rights` does, as docs/plugin.md says: collections of teams below the root, and
    # Wagtail's own workflow taken off the root of the pages.
    [root] = lost.pop("wagtailcore_collection")
    assert "Root" in root
    assert len(lost.pop("wagtailcore_workflowpage")) == 1
    assert lost == {}


#: What Wagtail itself keeps of pages beside them, which it writes anew as pages come and go.
INDEX = {"wagtailsearch_indexentry", "wagtailcore_referenceindex", "sqlite_sequence"}

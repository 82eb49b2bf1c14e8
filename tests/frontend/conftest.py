"""The example front end, built from a whole site of these tests' own; on SQLite alone.

It is made of what the API answers, and the API has its own tests on both databases.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.tools import demo, frontend, node
from tests.tools.running import LiveSite, copied, free_port, once, running, wait_for
from tests.web.conftest import _packages, axe  # noqa: F401  (fixtures)

ONCE = pytest.mark.once("it is made of the API's answers, which are tested on both")

#: The story that has no Polish version, by its key among the demo's pages; its town has one.
UNTRANSLATED = "home/towns/recklinghausen/church-visit"

#: What stands on a page of each language that needs a password, `club/`, and the password.
INSIDE, PASSWORD = "What the members have agreed.", "tkaniną & Löwe"

PREPARE = """
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site
from home.models import HomePage, StandardPage
from twinning.webhooks.models import Endpoint
endpoint = Endpoint.objects.create(name="Front end", url={hook!r})
endpoint.secrets.create(value={secret!r})
Page.objects.get(url_path__endswith={tail!r}, locale__language_code="pl").specific.unpublish()
site = Site.objects.get()
Redirect.add_redirect(
    "/en/old-history/", Page.objects.get(locale__language_code="en", slug="history"), site=site
)
document = get_document_model()(title="The charter")
document.file.save("charter.pdf", ContentFile(b"%PDF-1.4"))
document.get_file_size()
document.save()
shown = dict(decorative=False, alt_text="A bridge in fog")
figures = [
    dict(image=dict(image=image.pk, **shown), caption="On the bridge")
    for image in get_image_model().objects.order_by("pk")[:2]
]
about = StandardPage.objects.get(locale__language_code="en", slug="about")
kinds = StandardPage.body.field.stream_block.child_blocks
for name, value in (
    ("gallery", dict(heading="The day in pictures", pictures=figures)),
    ("quote", dict(text="We came as guests.", attribution="A visitor")),
    ("embed", dict(media="https://www.example.com/film", title="The film", caption="In Dutch")),
    ("document", dict(document=document.pk, title="", description="Signed by both")),
):
    about.body.append((name, kinds[name].to_python(value)))
about.save_revision().publish()
for home in HomePage.objects.all():
    own = dict(locale=home.locale)
    club = home.add_child(instance=StandardPage(title="Club", slug="club", intro={inside!r}, **own))
    club.add_child(instance=StandardPage(title="Minutes", slug="minutes", **own))
    PageViewRestriction.objects.create(
        page=club, restriction_type="password", password={password!r}
    )
"""

expect.set_options(timeout=20_000)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/frontend" in item.path.as_posix():
            item.add_marker(ONCE)


@dataclass(frozen=True)
class FrontEnd:
    """The built front end: its address, its files, and how to serve it."""

    url: str
    secret: str
    folder: Path
    environment: dict[str, str]
    #: What building it printed.
    built: str

    @property
    def dist(self) -> Path:
        return self.folder / "dist"

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text()

    def file(self, path: str) -> Path:
        return self.dist / path.strip("/") / "index.html"

    def copied(self, folder: Path) -> "FrontEnd":
        """The same in a folder of its own, at an address of its own."""
        for part in ("dist", "content"):
            shutil.copytree(self.folder / part, folder / part)
        url = f"http://127.0.0.1:{free_port()}"
        places = {"DIST_DIR": str(folder / "dist"), "CONTENT_DIR": str(folder / "content")}
        environment = {**self.environment, "SITE_URL": url, **places}
        return replace(self, url=url, folder=folder, environment=environment)

    @contextmanager
    def served(self) -> Iterator[None]:
        """Serve it until the end; what is printed is added to its log."""
        with (self.folder / "serve.log").open("a") as output:
            server = subprocess.Popen(
                frontend.command("serve"),
                cwd=frontend.FOLDER,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                wait_for(self.url + "/en/", server)
                yield
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(timeout=10)

    def call(self, body: str, secret: str | None = None, age: int = 0) -> int:
        """Send a webhook as the Standard Webhooks specification signs it; the answer's status.

        Args:
            secret: another than the front end's own.
            age: how many seconds ago it was signed.
        """
        identifier, moment = f"msg_{secrets.token_hex(8)}", str(int(time.time()) - age)
        key = base64.b64decode((secret or self.secret).removeprefix("whsec_"))
        signed = f"{identifier}.{moment}.{body}".encode()
        signature = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        headers = {
            "webhook-id": identifier,
            "webhook-timestamp": moment,
            "webhook-signature": f"v1,{signature}",
            "content-type": "application/json",
        }
        request = urllib.request.Request(f"{self.url}/hooks/cms", body.encode(), headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


@pytest.fixture(scope="session")
def address() -> str:
    """The CMS is at `localhost`: to a browser that is another site."""
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="session")
def secret() -> str:
    """What webhooks are signed with."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


@pytest.fixture(scope="session")
def live_site(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, address: str, secret: str
) -> Iterator[LiveSite]:
    """The CMS as `PREPARE` makes it, which knows its front end."""
    folder = tmp_path_factory.mktemp("cms")
    base = tmp_path_factory.getbasetemp()
    site = copied(once(base if worker_id == "master" else base.parent), folder)
    known = {"CORS_ALLOWED_ORIGINS": address, "PREVIEW_URLS": f"{address}/preview/{{token}}/"}
    site = replace(site, environment={**site.environment, **known})
    tail = demo.path("pl", demo.pages()[UNTRANSLATED]).removeprefix("/pl")
    hook = f"{address}/hooks/cms"
    closed = {"inside": INSIDE, "password": PASSWORD}
    prepare = PREPARE.format(tail=tail, hook=hook, secret=secret, **closed)
    site.manage("shell", "--no-imports", "-c", prepare)
    with running(site, folder / "server.log"):
        yield site


@pytest.fixture(scope="session")
def front_end(
    live_site: LiveSite, address: str, secret: str, tmp_path_factory: pytest.TempPathFactory
) -> FrontEnd:
    """The front end, built but not served."""
    node.install(frontend.FOLDER)
    folder = tmp_path_factory.mktemp("frontend")
    given = {
        "CMS_URL": live_site.url,
        "SITE_URL": address,
        "WEBHOOK_SECRET": secret,
        "POLL_SECONDS": "3600",  # what changes is seen by a webhook, or not at all
        "DIST_DIR": str(folder / "dist"),
        "CONTENT_DIR": str(folder / "content"),
    }
    environment = frontend.environment(given)
    built = ""
    for script in ("types", "build"):
        done = subprocess.run(
            frontend.command(script),
            cwd=frontend.FOLDER,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert not done.returncode, done.stderr + done.stdout
        built += done.stdout
    return FrontEnd(address, secret, folder, environment, built)


@pytest.fixture(scope="session")
def served(front_end: FrontEnd) -> Iterator[FrontEnd]:
    """The front end as visitors see it."""
    with front_end.served():
        yield front_end


@dataclass
class Tab:
    """A visitor's tab, and what its console complains of."""

    page: Page
    complaints: list[str]


def opened(context: BrowserContext) -> Tab:
    context.set_default_timeout(20_000)
    tab = Tab(context.new_page(), [])
    serious = {"error", "warning"}
    tab.page.on("console", lambda said: said.type in serious and tab.complaints.append(said.text))
    tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    return tab


@pytest.fixture
def visitor(browser: Browser, served: FrontEnd) -> Iterator[Tab]:
    context = browser.new_context(base_url=served.url, reduced_motion="reduce")
    yield opened(context)
    context.close()


@pytest.fixture
def editor(browser: Browser, live_site: LiveSite) -> Iterator[Page]:
    """A tab in which the administrator has logged in to the CMS."""
    context = browser.new_context(base_url=live_site.url, viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/admin/login/")
    page.locator("input[name='username']").fill("admin")
    page.locator("input[name='password']").fill(live_site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    yield page
    context.close()


def words_of(language: str) -> dict[str, Any]:
    """The front end's own catalogue."""
    folder = frontend.FOLDER / "src" / "words"
    return json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))


REPORT = re.compile(
    r"(?P<pages>\d+) pages; generation (?P<generation>\w+); (?P<requests>\d+) requests?; "
    r"(?P<rendered>\d+) rendered, (?P<different>\d+) different, (?P<removed>\d+) removed"
)


def reports(printed: str) -> list[dict[str, int]]:
    """What each build and update says of itself."""
    names = ("pages", "requests", "rendered", "different", "removed")
    return [{name: int(found[name]) for name in names} for found in REPORT.finditer(printed)]

"""A whole site as `make run` makes it, in a database and a media folder of its own, and a browser.

All tests of this folder share it, on one worker: pytest's `--dist loadgroup` keeps them together.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.tools import browser as browsers

ROOT = Path(__file__).resolve().parents[2]

expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e" in item.path.as_posix():
            item.add_marker(pytest.mark.xdist_group("site"))


@dataclass
class LiveSite:
    """A running site: its address, its administrator's password, and how to call manage.py."""

    url: str
    password: str
    environment: dict[str, str]

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path) as response:
            return response.read().decode()


@pytest.fixture(scope="session")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    folder = tmp_path_factory.mktemp("site")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        "DJANGO_SETTINGS_MODULE": "twinning.settings.development",
        "DATABASE_URL": own_database(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "ADMIN_LOGIN_FILE": str(folder / "admin-login"),
    }
    port = free_port()
    site = LiveSite(f"http://localhost:{port}", "", environment)
    site.manage("bootstrap")
    site.password = (folder / "admin-login").read_text().split()[1]
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", "--noreload", f"localhost:{port}"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_for(site.url + "/en/", server)
        yield site
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=10)
        log.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = browsers.find()
    assert path, browsers.ADVICE
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, live_site: LiveSite) -> Iterator[Page]:
    """A visitor's tab."""
    context = browser.new_context(base_url=live_site.url, viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def editor(page: Page, live_site: LiveSite) -> Page:
    """A tab in which the administrator has logged in."""
    page.goto("/admin/login/")
    page.locator("input[name='username']").fill("admin")
    page.locator("input[name='password']").fill(live_site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    return page


def own_database(folder: Path) -> str:
    """DATABASE_URL of a new database: beside the tests' one on PostgreSQL, else a SQLite file."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{folder / 'site.sqlite3'}"
    import psycopg

    name = f"site_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        return int(listener.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")

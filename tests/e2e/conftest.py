"""A whole site as `make run` makes it, in a database and a media folder of its own, and a browser.

All tests of this folder share it, on one worker: see `tests/distribution.py`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.distribution import ON_POSTGRES
from tests.tools.running import LiveSite, bootstrapped, copied, once, own_database, running

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def new_database() -> Callable[[Path], str]:
    """Makes a new database, given a folder for its file, and tells its address."""
    return own_database


@pytest.fixture(scope="session")
def live_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[LiveSite]:
    folder = tmp_path_factory.mktemp("site")
    if ON_POSTGRES:  # one worker has all that use it there
        site = bootstrapped(folder)
    else:
        base = tmp_path_factory.getbasetemp()
        site = copied(once(base if worker_id == "master" else base.parent), folder)
    with running(site, folder / "server.log"):
        yield site


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


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def visitor(request, browser: Browser, live_site) -> Iterator[Page]:
    """A visitor's tab, with JavaScript or without."""
    context = browser.new_context(
        base_url=live_site.url,
        java_script_enabled=request.param,
        viewport={"width": 390, "height": 800},
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()

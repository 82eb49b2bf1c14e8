"""A whole site as `make run` makes it, in a database and a media folder of its own, and a browser.

All tests of this folder share it, on one worker: pytest's `--dist loadgroup` keeps them together.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.tools.running import LiveSite, bootstrapped, running

expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e" in item.path.as_posix():
            item.add_marker(pytest.mark.xdist_group("site"))


@pytest.fixture(scope="session")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    folder = tmp_path_factory.mktemp("site")
    with running(bootstrapped(folder), folder / "server.log") as site:
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

"""A site of these tests' own that they only read, and a browser; on SQLite alone.

They are together on one worker, beside those of `tests/e2e`, so that both workers are busy. What
they judge is made of the same templates on PostgreSQL.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import live_site  # noqa: F401  (a fixture)
from tests.tools import node
from tests.tools.running import ROOT, LiveSite

PACKAGES = ROOT / "tests" / "web" / "node_modules"

ONCE = pytest.mark.once("the pages are made of the same templates")

#: What makes a tab: any of Playwright's options of a context.
Tabs = Callable[..., AbstractContextManager[Page]]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/web" in item.path.as_posix():
            item.add_marker(ONCE)


@pytest.fixture(scope="session")
def _packages() -> None:
    """What npm brings; `make test` has installed it."""
    node.install(PACKAGES.parent)


@pytest.fixture(scope="session")
def axe(_packages) -> str:
    """The source of axe-core."""
    return (PACKAGES / "axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def tabs(browser: Browser, live_site: LiveSite) -> Tabs:  # noqa: F811
    """Opens a visitor's tab that shows nothing moving."""

    @contextmanager
    def opened(**options: Any) -> Iterator[Page]:
        given = {"base_url": live_site.url, "reduced_motion": "reduce", **options}
        context = browser.new_context(**given)
        context.set_default_timeout(20_000)
        try:
            yield context.new_page()
        finally:
            context.close()

    return opened

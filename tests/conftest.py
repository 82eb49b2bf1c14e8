"""Fixtures that all tests share: a small site, its editors, and media of its own."""

import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from stories.models import StoryIndexPage
from tests import factories
from tests.distribution import (  # noqa: F401  (hooks)
    pytest_collection_modifyitems,
    pytest_xdist_make_scheduler,
)
from tests.tools import browser as browsers
from tests.tools.s3 import _moto_server, moto, store  # noqa: F401  (fixtures)
from tests.tools.seeds import (  # noqa: F401  (fixtures)
    _django_db_helper,
    _seed,
    _seeds,
    seeded,
)
from tests.tools.smtp import smtp  # noqa: F401  (a fixture)
from tests.twinning.translation.rights.world import world  # noqa: F401  (a fixture)
from towns.models import TownIndexPage, TownPage
from twinning.submissions import limits


def pytest_collection_finish() -> None:
    """What is loaded now stays: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Site roots and renditions are cached in the process; no test sees another's."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request leaves its language active in the thread; no test sees another's."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _own_media(tmp_path: Path, settings) -> None:
    """Uploads of a test go into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


def every_locale() -> dict[str, Locale]:
    """All five locales by language code."""
    return {
        code: Locale.objects.get_or_create(language_code=code)[0] for code, _ in settings.LANGUAGES
    }


locales = seeded("locales", every_locale)


@pytest.fixture(autouse=True)
def _whole_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits count from full hour to full hour: for them every test begins as a day does."""
    day = 24 * 60 * 60
    ahead = day - time.time() % day
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: time.time() + ahead))


@dataclass
class Tree:
    """A small site in English: home, towns with one town, stories."""

    site: Site
    home: HomePage
    towns: TownIndexPage
    almelo: TownPage
    stories: StoryIndexPage
    locales: dict[str, Locale]


def small_site(locales: dict[str, Locale]) -> Tree:
    """A small site, its pages live, in place of Wagtail's page of welcome."""
    root = Page.get_first_root_node()
    home = factories.HomePageFactory(parent=root)
    site = Site.objects.get(is_default_site=True)
    welcome = site.root_page
    site.root_page = home
    site.save()
    welcome.delete()
    towns = factories.TownIndexPageFactory(parent=home)
    return Tree(
        site=site,
        home=home,
        towns=towns,
        almelo=factories.TownPageFactory(parent=towns, title="Almelo", slug="almelo"),
        stories=factories.StoryIndexPageFactory(parent=home),
        locales=locales,
    )


tree = seeded("tree", small_site, "locales")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of a process: Playwright is not started in it a second time.

    Playwright leaves its event loop marked as running between two calls. Django takes that for
    asynchronous code, and would let no later test of the process near the database.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = browsers.launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def picture(db, _own_media):
    """A picture in the library."""
    return factories.ImageFactory(title="A bridge", description="A bridge over a canal")

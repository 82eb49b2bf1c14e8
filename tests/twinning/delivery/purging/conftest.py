"""Caches that are told what has changed: real servers, which record it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import factories
from tests.twinning.content_api.test_pages import translate
from tests.twinning.delivery.purging.helpers import VARNISH
from tests.twinning.delivery.purging.recording import Recorder, recorder


@pytest.fixture
def other(tree) -> dict[str, Any]:
    """What stands beside the tree: a story, and Almelo and the home page in Dutch."""
    story = factories.StoryPageFactory(parent=tree.almelo)
    home = translate(tree.home, tree.locales["nl"], title="Start")
    towns = translate(tree.towns, tree.locales["nl"], title="Steden", slug="steden")
    return {
        "story": story,
        "home": home,
        "towns": towns,
        "almelo": translate(tree.almelo, tree.locales["nl"]),
    }


@pytest.fixture
def cache(settings, tree) -> Iterator[Recorder]:
    """A Varnish server, as far as the site can tell, from now on."""
    with recorder() as found:
        settings.WAGTAILFRONTENDCACHE = {
            "varnish": {"BACKEND": VARNISH, "LOCATIONS": [found.url], "TIMEOUT": 1}
        }
        yield found


@pytest.fixture
def by_url(settings, tree) -> Iterator[Recorder]:
    """A cache that knows addresses only: Wagtail's own backend."""
    with recorder() as found:
        settings.WAGTAILFRONTENDCACHE = {
            "http": {
                "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
                "LOCATION": found.url,
            }
        }
        yield found


@pytest.fixture
def queue(settings, db) -> None:
    """Background work goes to the database, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def server(settings, tree) -> Iterator[Recorder]:
    with recorder() as found:
        yield found

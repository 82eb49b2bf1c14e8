"""These tests commit, in a database of their own, with the tasks of production."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from wagtail.search.backends import get_search_backend
from wagtail.signals import page_published, page_unpublished

from tests.own_database import own_db  # noqa: F401  (in place of pytest-django's `db`)
from tests.twinning.changes.reading import Log


class BrokenError(Exception):
    """What an index raises that cannot take a page."""


@pytest.fixture(autouse=True)
def in_database(settings) -> None:
    """Wagtail's own updates of the index wait for a worker, and there is none."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def broken(monkeypatch) -> SimpleNamespace:
    """Whether the index takes none of the pages whose title begins so, and none is taken down."""
    state = SimpleNamespace(title="Broken")
    backend = type(get_search_backend())
    add = backend.add

    def fail(page: Any) -> None:
        if state.title and page.title.startswith(state.title):
            raise BrokenError

    def adding(self: Any, page: Any) -> None:
        fail(page)
        add(self, page)

    monkeypatch.setattr(backend, "add", adding)
    state.fail = fail
    return state


@pytest.fixture
def after(broken) -> Iterator[list[str]]:
    """Titles of pages for which something was done after the commit."""
    done: list[str] = []

    def hear(instance: Any, **_kwargs: Any) -> None:
        title = instance.title
        transaction.on_commit(lambda: done.append(title))

    def hear_last(instance: Any, **kwargs: Any) -> None:
        hear(instance)
        broken.fail(instance)

    page_published.connect(hear)
    page_unpublished.connect(hear_last)
    yield done
    page_published.disconnect(hear)
    page_unpublished.disconnect(hear_last)


@pytest.fixture
def log(tree) -> Log:
    """What has been written to the log of changes since it was last asked."""
    return Log()

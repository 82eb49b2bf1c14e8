"""A queue as in production, and commits that tests wait for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage


@pytest.fixture
def queue(settings, db) -> None:
    """Background work goes to the database, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def commit(django_capture_on_commit_callbacks) -> Callable[[], Any]:
    """Do what waits for the commit, as the end of a request does."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def sent(commit, db) -> Callable[[EmailMessage], None]:
    """Send a message in a transaction of its own."""

    def send(message: EmailMessage) -> None:
        with commit():
            message.send()

    return send

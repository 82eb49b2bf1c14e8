"""Receivers that may be told, a queue as in production, and short patience."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.twinning.webhooks.receivers import Manner, Receiver, receiver
from twinning.webhooks import signing
from twinning.webhooks.models import Endpoint


@pytest.fixture
def patience(settings: Any) -> Callable[..., None]:
    """Change settings of webhooks: `patience(SECONDS=0.5)`."""

    def change(**values: Any) -> None:
        named = {f"WEBHOOK_{name}": value for name, value in values.items()}
        settings.TWINNING = {**settings.TWINNING, **named}

    return change


@pytest.fixture(autouse=True)
def _short(patience: Callable[..., None], settings: Any) -> None:
    """Nobody waits long, and this machine may be told."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    patience(
        PRIVATE_HOSTS=("127.0.0.1",),
        BATCH_SECONDS=0,
        SECONDS=0.6,
        CONNECT_SECONDS=0.4,
        DELAYS=(60,) * 10,
    )


@pytest.fixture
def receive() -> Iterator[Callable[..., Receiver]]:
    """Start receivers, which are stopped at the end."""
    with ExitStack() as stack:

        def start(manner: Manner | None = None, wrap: Any = None) -> Receiver:
            return stack.enter_context(receiver(manner, wrap))

        yield start


@pytest.fixture
def endpoint(db: Any) -> Callable[..., Endpoint]:
    """Make endpoints, each with a secret."""

    def make(to: Receiver | str, **values: Any) -> Endpoint:
        url = to if isinstance(to, str) else to.url
        name = values.pop("name", f"Endpoint {Endpoint.objects.count() + 1}")
        made = Endpoint.objects.create(name=name, url=url, **values)
        signing.rotate(made)
        return made

    return make


@pytest.fixture
def say(django_capture_on_commit_callbacks: Any, db: Any) -> Callable[..., None]:
    """Say that something has happened, in a transaction of its own."""
    from twinning.webhooks.events import Happening, emit_all

    def emit(*numbers: int, name: str = "settings.changed", **values: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            emit_all([Happening(name, {"number": number}, **values) for number in numbers])

    return emit

"""What a release does after it has migrated: steps of all apps; and one release at a time."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

logger = logging.getLogger(__name__)

#: Takes a function that tells people what is being done. Is safe to repeat, and does nothing where
#: nothing is to be done: it is called at each release.
Step = Callable[[Callable[[str], object]], None]

#: Of PostgreSQL's advisory lock: "twinning" as a number.
LOCK = int.from_bytes(b"twinning")

_steps: dict[str, Step] = {}


def register(name: str, step: Step) -> None:
    """Have a release do something; call it in an `AppConfig.ready()`."""
    _steps[name] = step


def steps() -> list[tuple[str, Step]]:
    """All steps, by name."""
    return sorted(_steps.items())


@contextmanager
def alone(say: Callable[[str], object]) -> Iterator[None]:
    """Wait until no release, backup or restore is under way on PostgreSQL, and keep others waiting.

    The lock is held by a connection of its own, past any pool: PostgreSQL takes it back from a
    process that is killed. SQLite belongs to one machine, and is locked by whoever writes.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        yield
        return
    import psycopg

    parameters = {**connection.get_connection_params(), "options": ""}
    with connection.wrap_database_errors:
        holder = psycopg.connect(**parameters, autocommit=True)
    with holder:
        with connection.wrap_database_errors:
            if not _has_lock(holder):
                say("A release or a backup is under way; waiting for its end.")
                # Not by a statement that waits: PostgreSQL has it wait for a migration that makes
                # an index concurrently, which waits for all statements.
                while not _has_lock(holder):
                    time.sleep(1)
        yield


def _has_lock(holder: Any) -> bool:
    row = holder.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
    return bool(row and row[0])

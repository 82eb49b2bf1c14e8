"""Work that may take as long as it needs, where the database ends what takes long (ADR 48).

A migration, or the search index made anew, is waited for by whoever runs it, not by a visitor.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

#: PostgreSQL's own names of the limits.
LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


@contextmanager
def unlimited(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """No statement, lock or transaction of this thread's connection is ended meanwhile.

    Not within a transaction: one that is rolled back would take the end of it along.
    """
    begin(using)
    try:
        yield
    finally:
        end(using)


def begin(using: str, **kwargs: Any) -> None:
    """Lift the limits; a receiver of `pre_migrate`."""
    _each("SET {} = 0", using)


def end(using: str, **kwargs: Any) -> None:
    """Back to those that the connection began with; a receiver of `post_migrate`."""
    _each("RESET {}", using)


def _each(statement: str, using: str) -> None:
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("; ".join(statement.format(limit) for limit in LIMITS))

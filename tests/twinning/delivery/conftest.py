"""Each test has a database of its own, in which transactions are really committed.

What is never committed never raises the generation.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.own_database import own_db  # noqa: F401  (in place of pytest-django's `db`)
from tests.twinning.delivery.asking import Counted
from twinning.delivery.news import of_default_database
from twinning.delivery.triggers.postgres import CHANNEL
from twinning.delivery.wsgi import Delivery


class Outside:
    """Somebody else's connection to the database: it sees what has been committed."""

    def __init__(self) -> None:
        if connection.vendor == "postgresql":
            parameters = connection.get_connection_params()
            self._connection = psycopg.connect(**parameters, autocommit=True)
            self._connection.execute(f"LISTEN {CHANNEL}")
        else:
            self._connection = sqlite3.connect(
                connection.settings_dict["NAME"], isolation_level=None
            )
        self._last = self.number()

    def number(self) -> int:
        """The generation's number."""
        return self.execute("SELECT number FROM delivery_generation")[0][0]

    def rises(self) -> int:
        """How often the number has risen since this was last asked; on SQLite, whether it has."""
        last, self._last = self._last, self.number()
        assert self._last >= last
        if connection.vendor == "postgresql":
            heard = list(self._connection.notifies(timeout=0))
            assert (self._last > last) == bool(heard)
            return len(heard)
        return int(self._last > last)

    def execute(self, statement: str, *parameters: Any) -> list[Any]:
        """Run a statement, which commits by itself."""
        if connection.vendor == "postgresql":
            statement = statement.replace("?", "%s")
        cursor = self._connection.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def outside(db) -> Iterator[Outside]:
    watcher = Outside()
    yield watcher
    watcher.close()


@pytest.fixture
def django() -> Counted:
    return Counted()


@pytest.fixture
def site(tree, django) -> Delivery:
    """The site behind its cache, which knows each change within 5 ms."""
    found = of_default_database()
    assert found is not None
    yield Delivery(django, found, 4_000_000)
    found.close()

"""Each test has a database of its own, in which transactions are really committed.

pytest-django rolls everything back, and what is never committed never raises the generation. The
database is a copy of the tests' own one: a file on SQLite, so that others can open it as well.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections

from tests.twinning.delivery.asking import Counted
from twinning.delivery.news import of_default_database
from twinning.delivery.triggers.postgres import CHANNEL
from twinning.delivery.wsgi import Delivery


@pytest.fixture
def db(django_db_setup, django_db_blocker, tmp_path: Path) -> Iterator[None]:
    """In place of pytest-django's fixture, on which all others stand."""
    with django_db_blocker.unblock():
        shared = connections[DEFAULT_DB_ALIAS]
        settings = connections.settings[DEFAULT_DB_ALIAS]
        shared_name, name = settings["NAME"], _copy(shared, tmp_path)
        settings["NAME"] = name
        connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS].close()
            settings["NAME"] = shared_name
            connections[DEFAULT_DB_ALIAS] = shared
            if shared.vendor == "postgresql":
                _on_server(shared, f'DROP DATABASE "{name}" WITH (FORCE)')


def _copy(shared, folder: Path) -> str:
    if shared.vendor == "sqlite":
        path = folder / "own.sqlite3"
        with shared.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        return str(path)
    name, template = f"own_{secrets.token_hex(6)}", shared.settings_dict["NAME"]
    shared.close()  # a template may not be in use
    _on_server(shared, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def _on_server(shared, statement: str) -> None:
    with shared._nodb_cursor() as cursor:
        cursor.execute(statement)


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

"""A database of a test's own, in which transactions are really committed.

pytest-django rolls everything back. This one is a copy of the tests' own database: a file on
SQLite, so that other threads and processes can open it as well. Import `own_db` into a conftest.py.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connections


@pytest.fixture(name="db")
def own_db(django_db_setup, django_db_blocker, tmp_path: Path) -> Iterator[None]:
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
        with closing(sqlite3.connect(path)) as copy:
            # Nobody waits for this change: of two threads that begin with it, one would fail.
            copy.execute("PRAGMA journal_mode=WAL")
        return str(path)
    name, template = f"own_{secrets.token_hex(6)}", shared.settings_dict["NAME"]
    shared.close()  # a template may not be in use
    _on_server(shared, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def _on_server(shared, statement: str) -> None:
    with shared._nodb_cursor() as cursor:
        cursor.execute(statement)

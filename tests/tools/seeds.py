"""Databases in which what a costly fixture makes is there already: each is made once in a process.

A test that asks for such a fixture runs on a copy of the tests' database into which a builder has
written, inside a transaction that is rolled back as ever. It is given the builder's objects anew.
"""

import pickle
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from inspect import Parameter, Signature
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.utils import load_backend
from django.utils import translation


@dataclass(frozen=True)
class Builder:
    """What writes the rows of a fixture.

    Args:
        name: of the fixture.
        build: writes rows, no files; is given the objects of `needs`, and returns others, which
            must be such as can be pickled.
        needs: names of the fixtures that it stands on, each made by a builder itself.
    """

    name: str
    build: Callable[..., Any]
    needs: tuple[str, ...]

    def chain(self) -> tuple["Builder", ...]:
        """All that must have been built, in order, itself the last."""
        found: dict[str, Builder] = {}
        for name in self.needs:
            found |= {builder.name: builder for builder in _builders[name].chain()}
        return (*found.values(), self)


_builders: dict[str, Builder] = {}


def seeded(name: str, build: Callable[..., Any], *needs: str) -> Any:
    """A fixture of what a builder makes; see `Builder` for the arguments.

    Where the test's database does not have it, because the test also uses another such fixture,
    commits, or replaces one that this stands on, the builder runs in the test.

    Raises:
        ValueError: another such fixture has this name, and their databases would be taken for one.
    """
    if name in _builders and _builders[name].build.__qualname__ != build.__qualname__:
        raise ValueError(f"two builders are called {name}")
    _builders[name] = Builder(name, build, needs)

    def given(_seed: Mapping[str, Any], db: None, **needed: Any) -> Any:
        return _seed[name] if name in _seed else build(*map(needed.__getitem__, needs))

    given.__doc__ = build.__doc__
    names = ("_seed", "db", *needs)
    given.__signature__ = Signature(  # type: ignore[attr-defined]  # pytest reads it
        [Parameter(each, Parameter.KEYWORD_ONLY) for each in names]
    )
    return pytest.fixture(name=name)(given)


def builder_of(name: str) -> Builder:
    """What makes a fixture."""
    return _builders[name]


def wanted(item: Any) -> Builder | None:
    """Whose database a test runs on: of the fixtures that it uses, the one that brings most."""
    if _commits(item):
        return None
    definitions = item._fixtureinfo.name2fixturedefs
    able = [
        builder
        for name, builder in _builders.items()
        if name in item.fixturenames
        and all(_is_ours(definitions.get(each.name)) for each in builder.chain())
    ]
    return max(able, key=lambda builder: len(builder.chain()), default=None)


def _commits(item: Any) -> bool:
    """Whether a test's database is not only rolled back: builders then commit in it as well."""
    mark = item.get_closest_marker("django_db")
    if mark and mark.kwargs.get("transaction"):
        return True
    if {"transactional_db", "live_server"} & set(item.fixturenames):
        return True
    definitions = item._fixtureinfo.name2fixturedefs.get("db", ())
    return any(found.func.__module__ != "pytest_django.fixtures" for found in definitions)


def _is_ours(definitions: Any) -> bool:
    """Whether a fixture is the builder's, and not one that a test has put in its place."""
    return bool(definitions) and definitions[-1].func.__qualname__ == "seeded.<locals>.given"


@dataclass
class Database:
    """A copy of the tests' database, with what a builder has made."""

    connection: Any
    #: The objects of the builder and of those that it stands on, by name, pickled as one.
    made: bytes = b""

    @contextmanager
    def used(self) -> Iterator[None]:
        """Let it be the default database until the end."""
        last, settings = connections[DEFAULT_DB_ALIAS], connections.settings[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = self.connection
        connections.settings[DEFAULT_DB_ALIAS] = self.connection.settings_dict
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = last
            connections.settings[DEFAULT_DB_ALIAS] = settings

    def drop(self) -> None:
        """Delete it."""
        if self.connection.vendor == "postgresql":
            self.connection.close()
            _on_server(self.connection, f'DROP DATABASE "{self.connection.settings_dict["NAME"]}"')
        else:
            self.connection.connection.close()


@dataclass
class Databases:
    """Those of a process, by the names of their builders."""

    by_name: dict[str, Database] = field(default_factory=dict)

    def of(self, builder: Builder) -> Database:
        """The database of a builder, made if it is not there yet."""
        if builder.name not in self.by_name:
            self.by_name[builder.name] = self._made(builder)
        return self.by_name[builder.name]

    def _made(self, builder: Builder) -> Database:
        database = Database(_copied(connections[DEFAULT_DB_ALIAS]))
        made: dict[str, Any] = {}
        cache.clear()
        with database.used(), translation.override("en"), transaction.atomic():
            for each in builder.chain():
                made[each.name] = each.build(*map(made.__getitem__, each.needs))
            # As in a test, whose transaction is rolled back, what is to be done later is not.
            database.connection.run_on_commit.clear()
        cache.clear()
        database.made = pickle.dumps(made)
        return database

    def drop(self) -> None:
        """Delete all."""
        for database in self.by_name.values():
            database.drop()


def _copied(shared: Any) -> Any:
    """A connection to a copy of a database: in memory on SQLite, else beside it.

    Raises:
        RuntimeError: it is in a transaction, for whose end SQLite would wait for ever.
    """
    if shared.in_atomic_block:
        raise RuntimeError("a seed is made before a test's transaction begins")
    name = f"seed_{secrets.token_hex(6)}"
    if shared.vendor == "sqlite":
        name = f"file:{name}?mode=memory&cache=shared"
    else:
        template = shared.settings_dict["NAME"]
        shared.close()  # a template may not be in use
        _on_server(shared, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    settings = {**shared.settings_dict, "NAME": name}
    copy = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    copy.ensure_connection()
    if shared.vendor == "sqlite":
        shared.ensure_connection()
        shared.connection.backup(copy.connection)
    return copy


def _on_server(connection: Any, statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(scope="session")
def _seeds(request, django_db_setup, django_db_blocker) -> Iterator[Databases]:
    """The databases that the tests want: all are made before a test has changed anything."""
    databases = Databases()
    with django_db_blocker.unblock():
        for item in request.session.items:
            builder = wanted(item) if "_seed" in getattr(item, "fixturenames", ()) else None
            if builder:
                databases.of(builder)
    yield databases
    with django_db_blocker.unblock():
        databases.drop()


@pytest.fixture
def _seed(request, _seeds: Databases) -> Iterator[Mapping[str, Any]]:
    """What the test's database has, by the names of the fixtures."""
    builder = wanted(request.node)
    if builder is None:
        yield {}
        return
    database = _seeds.of(builder)
    with database.used():
        yield pickle.loads(database.made)  # noqa: S301  (it is our own)


@pytest.fixture
def _django_db_helper(_seed, _django_db_helper) -> None:
    """pytest-django's, which begins the test's transaction: not before there is its database."""

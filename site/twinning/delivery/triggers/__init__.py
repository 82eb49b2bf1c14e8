"""The database's own triggers, which raise the generation whoever writes, and however.

Django's signals know nothing of `QuerySet.update`, of `bulk_create`, of a tree that treebeard moves
in SQL, of another release that is still running, or of somebody with psql. And what is raised after
a change that commits by itself is lost if the process dies in between. A trigger is part of the
statement. They are made anew after each migration, from `sources`.
"""

from collections.abc import Iterable
from types import ModuleType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from twinning.delivery.models import Generation
from twinning.delivery.sources import Source, sources
from twinning.delivery.triggers import postgres, sqlite

#: By the vendor of the database: modules with the same names in them.
DIALECTS: dict[str, ModuleType] = {"postgresql": postgres, "sqlite": sqlite}


def install() -> None:
    """Make the triggers of all watched tables, in place of those that are there; raise the number.

    Raises:
        KeyError: the database is neither PostgreSQL nor SQLite.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    dialect = DIALECTS[connection.vendor]
    present = _present(connection)
    with transaction.atomic(), connection.cursor() as cursor:
        _drop(cursor, dialect)
        for statement in dialect.create(present):
            cursor.execute(statement)
        cursor.execute(dialect.RAISE)


def drop() -> None:
    """Take all triggers away, and let everybody know that the number means nothing meanwhile.

    The number becomes negative, so that the next one is still greater than all before.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    dialect = DIALECTS[connection.vendor]
    with transaction.atomic(), connection.cursor() as cursor:
        _drop(cursor, dialect)
        if _is_migrated(connection):
            cursor.execute(dialect.REST)


def missing() -> list[str]:
    """The watched tables that lack a trigger, in alphabetical order."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(DIALECTS[connection.vendor].LIST)
        found = {table for table, _trigger in cursor.fetchall()}
    return sorted({source.table for source in _present(connection)} - found)


def rest(using: str, plan: Iterable[Any] = (), **kwargs: Any) -> None:
    """Before a migration, whose tables PostgreSQL would not alter while a trigger waits for them.

    A receiver of `pre_migrate`.
    """
    if plan and using == DEFAULT_DB_ALIAS and connections[using].vendor in DIALECTS:
        drop()


def resume(using: str, **kwargs: Any) -> None:
    """After a migration, or when a test has emptied all tables; a receiver of `post_migrate`."""
    connection = connections[using]
    if using == DEFAULT_DB_ALIAS and connection.vendor in DIALECTS and _is_migrated(connection):
        install()


def _drop(cursor: Any, dialect: ModuleType) -> None:
    cursor.execute(dialect.LIST)
    for statement in dialect.drop(cursor.fetchall()):
        cursor.execute(statement)


def _is_migrated(connection: Any) -> bool:
    return Generation._meta.db_table in connection.introspection.table_names()


def _present(connection: Any) -> list[Source]:
    tables = set(connection.introspection.table_names())
    return [source for source in sources() if source.table in tables]

"""The database's own triggers, which raise the generation whoever writes, and however.

Django's signals know nothing of `QuerySet.update`, of `bulk_create`, of a tree that treebeard moves
in SQL, of another release that is still running, or of somebody with psql. And what is raised after
a change that commits by itself is lost if the process dies in between. A trigger is part of the
statement. They are made after each migration, from `sources`.
"""

import logging
import time
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, transaction

from twinning.delivery.models import Generation
from twinning.delivery.sources import numbered, sources
from twinning.delivery.triggers import postgres, sqlite

#: By the vendor of the database: modules with the same names in them.
DIALECTS: dict[str, ModuleType] = {"postgresql": postgres, "sqlite": sqlite}

#: Rows that were written while there was no trigger, by a release that was still running.
_NUMBER_REST = """
    UPDATE "{table}" SET "{column}" = (SELECT number FROM delivery_generation WHERE id = 1)
    WHERE "{column}" IS NULL
"""

#: How often it is tried to make or to drop the triggers, and seconds between two tries.
TRIES, PAUSE = 60, 3

logger = logging.getLogger(__name__)

#: Its table and its own name.
Name = tuple[str, str]


def install() -> None:
    """Make what lacks of the triggers of all watched tables; raise the number if anything did.

    What is there already is not touched: a deployment without migrations waits for no reader.

    Raises:
        OperationalError: somebody has used one of the tables for too long.
        KeyError: the database is neither PostgreSQL nor SQLite.
    """
    _insist(_install)


def drop() -> None:
    """Take all triggers away, and let everybody know that the number means nothing meanwhile.

    The number becomes negative, so that the next one is still greater than all before.

    Raises:
        OperationalError: somebody has used one of the tables for too long.
    """
    _insist(_drop)


def _install(dialect: ModuleType) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in dialect.IMPATIENT:
            cursor.execute(statement)
        wanted, found = _wanted(connection, dialect), _found(cursor, dialect)
        if _rests() or wanted.keys() != found.keys() or _outdated(wanted, found, dialect):
            for name in {*(found.keys() - wanted.keys()), *_outdated(wanted, found, dialect)}:
                cursor.execute(dialect.drop(*name))
                del found[name]
            for statement in dialect.FUNCTIONS:
                cursor.execute(statement)
            for name in wanted.keys() - found.keys():
                for statement in dialect.create(*name, wanted[name]):
                    cursor.execute(statement)
            cursor.execute(dialect.RAISE)
            for table, column in numbered():
                if any(table == name[0] for name in wanted):
                    cursor.execute(_NUMBER_REST.format(table=table, column=column))


def _drop(dialect: ModuleType) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in dialect.IMPATIENT:
            cursor.execute(statement)
        for name in _found(cursor, dialect):
            cursor.execute(dialect.drop(*name))
        for statement in dialect.DROP_FUNCTIONS:
            cursor.execute(statement)
        if _is_migrated(connection):
            cursor.execute(dialect.REST)


def _insist(change: Callable[[ModuleType], None]) -> None:
    """Make a change of the triggers, again where somebody uses one of the tables for long.

    Everybody else would have to wait as well, for all tables that the change has already.
    """
    for left in range(TRIES - 1, -1, -1):
        try:
            change(DIALECTS[connections[DEFAULT_DB_ALIAS].vendor])
        except OperationalError as error:
            if not left or getattr(error.__cause__, "sqlstate", "") not in postgres.IN_THE_WAY:
                raise
            logger.warning("Somebody uses a table whose triggers are to change; trying again.")
            time.sleep(PAUSE)
        else:
            return


def missing() -> list[str]:
    """The watched tables that lack a trigger, or have an outdated one, in alphabetical order."""
    connection = connections[DEFAULT_DB_ALIAS]
    dialect = DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        wanted, found = _wanted(connection, dialect), _found(cursor, dialect)
    lacking = {*(wanted.keys() - found.keys()), *_outdated(wanted, found, dialect)}
    return sorted({table for table, _trigger in lacking})


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


def _wanted(connection: Any, dialect: ModuleType) -> dict[Name, str]:
    """The triggers that there should be, with the statement that makes each."""
    tables = set(connection.introspection.table_names())
    made = (dialect.triggers(source) for source in sources() if source.table in tables)
    wanted = {name: statement for triggers in made for name, statement in triggers}
    wanted |= dict(dialect.numbering(*known) for known in numbered() if known[0] in tables)
    return wanted


def _found(cursor: Any, dialect: ModuleType) -> dict[Name, str]:
    """The triggers that there are, with what marks the statement that made each."""
    cursor.execute(dialect.LIST)
    return {(table, trigger): mark for table, trigger, mark in cursor.fetchall()}


def _outdated(wanted: dict[Name, str], found: dict[Name, str], dialect: ModuleType) -> list[Name]:
    both = wanted.keys() & found.keys()
    return [name for name in both if dialect.mark(wanted[name]) != found[name]]


def _rests() -> bool:
    return not Generation.objects.filter(pk=1, number__gt=0).exists()


def _is_migrated(connection: Any) -> bool:
    return Generation._meta.db_table in connection.introspection.table_names()

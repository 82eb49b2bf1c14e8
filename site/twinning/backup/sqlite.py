"""A SQLite database: dumped by VACUUM INTO, restored by SQLite's own backup.

VACUUM INTO writes a copy of one moment, without what was deleted and still stands in the file.
"""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from twinning.backup import manifest
from twinning.backup.errors import BackupError

#: Of the connection to a dump.
DUMP = "dump"
#: Connections that a restore has itself, beside that which asks.
OWN = 0
#: Seconds to wait for whoever else writes.
PATIENCE = 20


@contextmanager
def dumped(path: Path) -> Iterator[str]:
    """Write a dump; meanwhile the alias of a connection that sees what is in it.

    Raises:
        BackupError: it cannot be written.
    """
    manifest.touch(path)
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
    except DatabaseError as error:
        raise BackupError(f"The database cannot be dumped: {error}") from error
    settings = connections.settings
    settings[DUMP] = {**settings[DEFAULT_DB_ALIAS], "NAME": str(path), "OPTIONS": {}}
    try:
        yield DUMP
    finally:
        connections[DUMP].close()
        del connections[DUMP]
        del settings[DUMP]


def server() -> str:
    """The version of SQLite."""
    return sqlite3.sqlite_version


def check(path: Path) -> None:
    """See whether a dump can be restored.

    Raises:
        BackupError: it cannot.
    """
    try:
        with closing(_opened(path)) as dump:
            found = dump.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise BackupError(f"{path} is no whole SQLite database: {error}") from error
    if found != "ok":
        raise BackupError(f"{path} is no whole SQLite database: {found}")


def load(path: Path, note: str) -> None:
    """Put a dump in the place of the database, in one transaction.

    Args:
        note: SQL of what the database is to say of itself besides.

    Raises:
        BackupError: nothing has been changed.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    target = connection.connection
    until = time.monotonic() + PATIENCE

    def wait(*progress: int) -> None:
        # Called after each try: SQLite tries for ever while somebody else writes.
        if progress[1] and time.monotonic() > until:
            raise BackupError("Another process writes to the database. Nothing has been changed.")

    try:
        with _noted(path, note) as copy, closing(_opened(copy)) as dump:
            dump.backup(target, progress=wait)
    except sqlite3.Error as error:
        raise BackupError(f"Nothing has been changed: {error}") from error


@contextmanager
def _noted(path: Path, note: str) -> Iterator[Path]:
    """A copy of a dump with the note in it, so that both come in one transaction."""
    with tempfile.TemporaryDirectory(prefix="twinning-restore-") as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        with closing(sqlite3.connect(copy)) as database:
            database.executescript(note)
        yield copy


def forget() -> None:
    """Let go of connections that may remember what was before."""
    connections[DEFAULT_DB_ALIAS].close()  # which does nothing where it is in memory


def others() -> int:
    """How many others are connected: SQLite does not know."""
    return 0


def _opened(path: Path) -> sqlite3.Connection:
    """A dump, which nobody writes to."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)

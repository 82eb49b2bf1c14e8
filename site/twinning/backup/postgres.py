"""A PostgreSQL database: dumped by pg_dump in one snapshot, restored in one transaction.

The tools learn of the database by libpq's variables, as this process has learnt of it by
DATABASE_URL: a command line is read by everybody on the machine, variables are not.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from twinning.backup import manifest
from twinning.backup.errors import BackupError
from twinning.unlimited import unlimited

#: Takes away all of ours that lies in the schema, but what belongs to an extension. Default
#: privileges stay, and so does the schema, which another role may own.
_EMPTY = """
DO $$
DECLARE
    statement text;
BEGIN
    FOR statement IN
        SELECT format('DROP %s IF EXISTS %I.%I CASCADE', CASE relkind
            WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
            WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, nspname, relname)
        FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = '{schema}' AND relkind IN ('r', 'p', 'v', 'm', 'S')
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
        ORDER BY relkind = 'S'
    LOOP EXECUTE statement; END LOOP;
    FOR statement IN
        SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', pg_proc.oid::regprocedure)
        FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
        WHERE nspname = '{schema}'
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    LOOP EXECUTE statement; END LOOP;
END $$;
"""
#: Connections that a restore has itself, beside that which asks: the holder of the release's lock.
OWN = 1
#: Whoever still uses a table keeps the restore from taking it away, and must be told.
_BEGIN = "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '20s';\n"
#: pg_restore leaves no schema in the path.
_NOTED = 'SET LOCAL search_path = "{schema}";\n{note}COMMIT;\n'


@contextmanager
def dumped(path: Path) -> Iterator[str]:
    """Write a dump; meanwhile the alias of a connection that sees what is in it.

    Raises:
        BackupError: it cannot be written.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    manifest.touch(path)
    with unlimited(), transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), current_schema()")
        snapshot, schema = cursor.fetchone()
        _run(
            "pg_dump",
            *("--format=custom", "--no-password", f"--file={path}"),
            *(f"--snapshot={snapshot}", f"--schema={schema}"),
        )
        yield DEFAULT_DB_ALIAS


def server() -> str:
    """The version of the server."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def check(path: Path) -> None:
    """See whether a dump can be restored: whether all of it can be read.

    Raises:
        BackupError: it cannot.
    """
    _run("pg_restore", "--file=-", str(path))


def load(path: Path, note: str) -> None:
    """Put a dump in the place of all that the database has, in one transaction.

    pg_restore writes SQL, and psql is told to commit once that has come to its end.

    Args:
        note: SQL of what the database is to say of itself besides.

    Raises:
        BackupError: nothing has been changed.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = cursor.fetchone()[0]
    forget()
    restore, psql = _program("pg_restore"), _program("psql")
    reading = ("--no-owner", "--no-privileges", f"--schema={schema}", "--file=-", str(path))
    quietly = ("--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1")
    begin = f"{_BEGIN}{_EMPTY.format(schema=schema)}".encode()
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as told:
        reader = _started(restore, *reading, stdout=subprocess.PIPE, said=said)
        writer = _started(psql, *quietly, stdin=subprocess.PIPE, said=told)
        with suppress(BrokenPipeError):  # then psql has said why
            _pass_on(reader, writer, begin, _NOTED.format(schema=schema, note=note).encode())
        status = writer.wait()
        if reader.wait() and not status:
            raise BackupError(f"Nothing has been changed: {_words(said)}")
        if status:
            raise BackupError(f"Nothing has been changed: {_words(told)}")


def _pass_on(
    reader: subprocess.Popen[bytes],
    writer: subprocess.Popen[bytes],
    begin: bytes,
    end: bytes,
) -> None:
    """All that one says to the other, which commits only where that was all."""
    script, into = reader.stdout, writer.stdin
    if script is None or into is None:
        raise RuntimeError("Both are pipes.")
    with into, script:
        into.write(begin)
        shutil.copyfileobj(script, into)
        if reader.wait() == 0:
            into.write(end)


def forget() -> None:
    """Let go of connections, which may remember what was before, or keep it in use."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    connection.close()
    connection.close_pool()


def others() -> int:
    """How many others are connected to the database."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def _run(tool: str, *arguments: str) -> None:
    program = _program(tool)
    with tempfile.TemporaryFile() as said:
        if _started(program, *arguments, said=said).wait():
            raise BackupError(f"{tool} has failed: {_words(said)}")


def _program(tool: str) -> str:
    """Where one of PostgreSQL's programs is.

    Raises:
        BackupError: it is not installed.
    """
    found = shutil.which(tool)
    if found is None:
        raise BackupError(f"{tool} is not installed: it comes with PostgreSQL's client.")
    return found


def _started(
    program: str,
    *arguments: str,
    said: IO[bytes],
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """One of them, at the site's database."""
    return subprocess.Popen(  # noqa: S603  (no shell, and no words of strangers)
        [program, *arguments],
        env={**os.environ, **_variables()},
        stdin=stdin,
        stdout=stdout,
        stderr=said,
    )


def _variables() -> dict[str, str]:
    """libpq's variables for the site's database, without limits of time."""
    from psycopg.pq import Conninfo

    parameters = {**connections[DEFAULT_DB_ALIAS].get_connection_params(), "options": ""}
    return {
        option.envvar.decode(): str(parameters[option.keyword.decode()])
        for option in Conninfo.get_defaults()
        if option.envvar and parameters.get(option.keyword.decode()) is not None
    }


def _words(said: IO[bytes]) -> str:
    """What a program says of its error; not the rows that it says it of."""
    said.seek(0)
    lines = said.read().decode(errors="replace").splitlines()
    told = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (told or lines or ["it does not say why"])[0].strip()

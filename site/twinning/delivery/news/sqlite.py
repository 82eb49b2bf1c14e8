"""SQLite tells of commits by `PRAGMA data_version`: another number after another's commit."""

import os
import sqlite3
import time

from twinning.delivery import generation
from twinning.delivery.generation import Generation
from twinning.delivery.news.base import News

#: Seconds to wait for a database that is locked.
PATIENCE = 0.2

_QUESTION = generation.QUESTION.format("?", "?")


class SqliteNews(News):
    """Looks at the file: the commits of this process are seen as all others are."""

    errors = (sqlite3.Error, OSError)

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._version: int | None = None
        self._known: Generation | None = None

    def read(self, doubted: bool) -> Generation | None:
        """As `News.read`."""
        stat = os.stat(self._path)
        file = (stat.st_dev, stat.st_ino)
        if self._connection is None or file != self._file:
            self.close()  # another was put in its place, from a backup
            self._connection = sqlite3.connect(
                self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA query_only = 1")
            self._file = file
        # First the version, then the row: a commit in between is seen the next time.
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        known = self._known
        if version != self._version or known is None or time.time() >= known.until:
            parameters = generation.parameters(known)
            row = self._connection.execute(_QUESTION, parameters).fetchone()
            self._known = generation.from_row(row, known if parameters[0] else None)
            self._version = version
        return self._known

    def close(self) -> None:
        """As `News.close`."""
        if self._connection is not None:
            self._connection.close()
        self.abandon()

    def abandon(self) -> None:
        """As `News.abandon`."""
        self._connection = None
        self._file = None
        self._version = None
        self._known = None

"""PostgreSQL tells of commits by NOTIFY, which comes with the commit itself.

A connection of its own listens, and is looked at for what has come. But silence may also be a cable
that was cut. So the database is asked where nobody has asked it for 50 ms, and while it does not
answer, nothing is known.

A connection pooler that gives each transaction another connection (PgBouncer) lets no NOTIFY
through: then these questions are all that there is, and suffice for the 100 ms.
"""

import select
import time
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import pq
from psycopg.pq.abc import PGconn

from twinning.delivery import generation
from twinning.delivery.generation import Generation
from twinning.delivery.news.base import News
from twinning.delivery.triggers.postgres import CHANNEL

#: Seconds for which an answer of the database is believed, unless a NOTIFY comes.
LEASE = 0.05
#: Seconds that the database may take for an answer, and for a connection.
PATIENCE, CONNECT_PATIENCE = 0.5, 2
#: Seconds until a new connection is tried, after one that failed.
PAUSE = 0.5

_QUESTION = generation.QUESTION.format("$1", "$2").encode()


class PostgresNews(News):
    """Looks at a listening connection."""

    errors = (psycopg.Error, OSError)

    def __init__(self) -> None:
        super().__init__()
        self._retry_at = 0.0
        self._connection: psycopg.Connection[Any] | None = None
        self._poll: select.poll | None = None
        self._known: Generation | None = None
        self._asked_at = 0.0

    def read(self, doubted: bool) -> Generation | None:
        """As `News.read`."""
        if self._connection is None or self._poll is None:
            if time.monotonic() < self._retry_at:
                return None
            self._retry_at = time.monotonic() + PAUSE
            self._listen()
        elif self._poll.poll(0):
            doubted = self._has_heard(self._connection.pgconn) or doubted
        if doubted or self._is_old():
            self._ask()
        return self._known

    def close(self) -> None:
        """As `News.close`."""
        if self._connection is not None:
            self._connection.close()
        self.abandon()
        self._retry_at = time.monotonic() + PAUSE

    def abandon(self) -> None:
        """As `News.abandon`."""
        self._connection = None
        self._poll = None
        self._known = None
        self._asked_at = 0.0
        self._retry_at = 0.0

    def _is_old(self) -> bool:
        return (
            time.monotonic() - self._asked_at > LEASE
            or self._known is None
            or time.time() >= self._known.until
        )

    def _listen(self) -> None:
        parameters = connections[DEFAULT_DB_ALIAS].get_connection_params()
        parameters.setdefault("connect_timeout", CONNECT_PATIENCE)
        self._connection = psycopg.connect(**parameters, autocommit=True)
        self._connection.execute(f"LISTEN {CHANNEL}")
        self._poll = select.poll()
        self._poll.register(self._connection.fileno(), select.POLLIN)

    def _has_heard(self, wire: PGconn) -> bool:
        """Whether a NOTIFY has come. Whatever it says, the database is then asked."""
        wire.consume_input()
        heard = False
        while wire.notifies() is not None:
            heard = True
        return heard

    def _ask(self) -> None:
        asked_at = time.monotonic()
        number, now = generation.parameters(self._known)
        row = self._answer([str(number).encode(), now.isoformat().encode()])
        self._known = generation.from_row(row, self._known if number else None)
        self._asked_at = asked_at

    def _answer(self, parameters: list[bytes]) -> tuple[str, str | None] | None:
        """Ask, and wait no longer than is decent.

        Raises:
            OperationalError: the connection is broken, or nothing has come in time.
        """
        if self._connection is None or self._poll is None:
            raise psycopg.OperationalError("there is no connection")
        wire, give_up_at = self._connection.pgconn, time.monotonic() + PATIENCE
        wire.send_query_params(_QUESTION, parameters)
        wire.flush()
        while wire.is_busy():
            left = give_up_at - time.monotonic()
            if left <= 0 or not self._poll.poll(left * 1000):
                raise psycopg.OperationalError("the database does not answer")
            wire.consume_input()
        result = wire.get_result()
        while wire.get_result() is not None:
            pass
        if result is None or result.status != pq.ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError(wire.get_error_message())
        if not result.ntuples:
            return None
        number, until = result.get_value(0, 0), result.get_value(0, 1)
        return (number or b"0").decode(), until.decode() if until else None

"""What all news have in common: many requests a millisecond need not all look."""

import logging
import os
import threading
import time
from abc import ABC, abstractmethod

from twinning.delivery.generation import Generation

logger = logging.getLogger(__name__)

#: Seconds for which what was seen is not looked at again. To look lets other threads run, which
#: costs more than all the rest of an answer.
GLANCE = 0.005
#: Seconds after which it is said again that nothing is known.
SILENCE = 10.0
#: Seconds that a thread waits while another one looks.
PATIENCE = 0.5


class News(ABC):
    """What tells a process of the generation; threads share it."""

    #: What goes wrong where there is no database, or not the one that there was.
    errors: tuple[type[Exception], ...] = (OSError,)

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pid = os.getpid()
        self._seen: Generation | None = None
        self._seen_until = 0.0
        self._complain_at = 0.0
        self._doubts = 0
        self._settled_doubts = 0

    def look(self) -> Generation | None:
        """The generation, never more than 100 ms behind the last commit.

        None where it cannot be known just now: then no answer may come from the cache.
        """
        if time.monotonic() < self._seen_until and self._settled_doubts == self._doubts:
            return self._seen
        if not self._lock.acquire(timeout=PATIENCE):
            return None
        try:
            return self._look_anew()
        finally:
            self._lock.release()

    def doubt(self) -> None:
        """Take nothing that is known for granted: this process itself may have changed it."""
        self._doubts += 1

    def _look_anew(self) -> Generation | None:
        looked_at, doubts = time.monotonic(), self._doubts
        if self._pid != os.getpid():  # the parent's connection is not to be touched
            self._pid = os.getpid()
            self.abandon()
        try:
            self._seen = self.read(doubted=doubts != self._settled_doubts)
        except self.errors as error:
            self._complain(str(error).strip())
            self.close()
            self._seen = None
        else:
            if self._seen is None:
                self._complain("the database is away, or a `migrate` has not come to its end")
        self._seen_until, self._settled_doubts = looked_at + GLANCE, doubts
        return self._seen

    def _complain(self, of: str) -> None:
        if time.monotonic() >= self._complain_at:
            self._complain_at = time.monotonic() + SILENCE
            logger.warning(
                "Nothing is answered from the cache, the generation is not known: %s", of
            )

    @abstractmethod
    def read(self, doubted: bool) -> Generation | None:
        """The generation as the database tells it; called by one thread at a time.

        Args:
            doubted: whether this process may have changed it since the last time.

        Raises:
            Exception: one of `errors`, where the database does not tell.
        """

    @abstractmethod
    def close(self) -> None:
        """Close the connection, so that the next look opens another."""

    @abstractmethod
    def abandon(self) -> None:
        """Forget the connection without closing it: it is another process's."""

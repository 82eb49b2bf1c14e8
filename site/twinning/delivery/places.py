"""Places in an application, for which requests wait in the order in which they come."""

import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Places:
    """So many places, the next of which is given once whoever had the last has had a turn.

    Two requests that are rendered at once share one core: neither is sooner done, and whoever is
    answered from the cache waits for both. One that takes longer than a turn mostly waits itself,
    for the database or a bucket, and others go past it.

    Args:
        number: how many there are.
        turn: seconds that a request has before another one may come beside it; 0 for no wait.
    """

    def __init__(self, number: int, turn: float = 0.0) -> None:
        self._number, self._turn = number, turn
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._begun: dict[threading.Event, float] = {}

    @contextmanager
    def taken(self, patience: float) -> Iterator[bool]:
        """Wait for a place, and leave it at the end.

        Args:
            patience: seconds after which there is none.

        Yields:
            Whether there is one.
        """
        mine = threading.Event()
        if not self._take(mine, time.monotonic() + patience):
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._begun[mine]
                self._tell_next()

    def _take(self, mine: threading.Event, until: float) -> bool:
        with self._lock:
            self._waiting.append(mine)
        while True:
            with self._lock:
                now = time.monotonic()
                free_at = self._free_at(mine)
                if free_at <= now:
                    self._begun[mine] = now
                if free_at <= now or until <= now:
                    self._waiting.remove(mine)
                    self._tell_next()
                    return free_at <= now
                mine.clear()
            mine.wait(min(free_at, until) - now)

    def _free_at(self, mine: threading.Event) -> float:
        """The moment at which this request may begin, if nothing happens before."""
        if self._waiting[0] is not mine or len(self._begun) >= self._number:
            return math.inf
        return max(self._begun.values()) + self._turn if self._begun else -math.inf

    def _tell_next(self) -> None:
        if self._waiting:
            self._waiting[0].set()

"""One thread makes an answer, and all others in the process that want it wait for that."""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from twinning.delivery.answer import Answer

#: Seconds after which a thread makes the answer itself rather than wait for another.
PATIENCE = 10.0


@dataclass
class _Flight:
    """An answer that is being made."""

    landed: threading.Event = field(default_factory=threading.Event)
    answer: Answer | None = None


class Flights:
    """The answers that are being made in this process."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, _Flight] = {}
        self._lock = threading.Lock()

    def share(self, key: Hashable, make: Callable[[], Answer | None]) -> Answer | None:
        """What `make` gives, called by one thread for all that ask for the key meanwhile.

        None where it gives nothing that others can use.
        """
        with self._lock:
            flight = self._under_way.get(key)
            leads = flight is None
            if flight is None:
                flight = self._under_way[key] = _Flight()
        if not leads:
            flight.landed.wait(PATIENCE)
            return flight.answer
        try:
            flight.answer = make()
            return flight.answer
        finally:
            with self._lock:
                del self._under_way[key]
            flight.landed.set()

"""What is known of addresses: which parameters their views look at, if they are offered at all."""

from twinning.delivery.generation import Generation
from twinning.delivery.keys import Base, Key, Known
from twinning.delivery.shared import SharedStore
from twinning.delivery.store import BoundedStore


class Addresses:
    """As the last answer of each has shown it, in the same generation.

    Args:
        most_bytes: how much the process may keep of this.
        shared: where processes tell each other, if they do.
    """

    def __init__(self, most_bytes: int, shared: SharedStore | None) -> None:
        # None for addresses whose answers are not offered to the cache.
        self._known: BoundedStore[tuple[str, Known | None]] = BoundedStore(most_bytes)
        self._shared = shared

    def known(self, base: Base, generation: Generation) -> Known | None:
        """What is known; None where nothing is, or that nothing is offered."""
        found = self._noted(base, generation)
        if found is not None or self._shared is None:
            return found[0] if found is not None else None
        known = self._shared.get_known(base, generation.name)
        if known is not None:
            self._known.put(base, (generation.name, known), Key(base).size)
        return known

    def is_offered(self, base: Base, generation: Generation) -> bool:
        """False where the last answer was not; true where there was none yet."""
        return self._noted(base, generation) != (None,)

    def note(self, base: Base, generation: Generation, known: Known | None) -> None:
        """Keep what an answer has shown; an error does not count where there are others."""
        found = self._noted(base, generation)
        if found == (known,) or (found is not None and known is None):
            return
        self._known.put(base, (generation.name, known), Key(base).size)
        if known not in {None, Known()} and self._shared is not None:
            self._shared.put_known(base, generation.name, known)

    def _noted(self, base: Base, generation: Generation) -> tuple[Known | None] | None:
        """What is noted, in a tuple; None where nothing is in this generation."""
        found = self._known.get(base)
        return (found[1],) if found is not None and found[0] == generation.name else None

"""How many requests this process has answered from its cache, and how many it has not.

Plain numbers, since a counter with a lock would take a tenth of an answer's time: where two threads
count at the same instant one may be lost.
"""


class Counts:
    """Since the process began: from its own room, by way of `Misses`, and past the cache."""

    __slots__ = ("hits", "misses", "passed")

    def __init__(self) -> None:
        self.hits = self.misses = self.passed = 0


#: The process's own.
counts = Counts()

"""What was measured in all rounds, and what it comes to."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.tools.wrk import Load


@dataclass
class Results:
    """Of one run.

    Args:
        loads: of each target, by its name, one for each round.
        processor: of each target, the microseconds of a processor that the server took for a
            request, one for each round.
        memory: of each worker of the site after `asked` requests, MiB: its share (PSS), and RSS.
        publishing: milliseconds of requests that publish, by the server's name, in pairs.
        asked: how many requests the workers had answered when their memory was looked at.
    """

    loads: dict[str, list[Load]] = field(default_factory=dict)
    processor: dict[str, list[float]] = field(default_factory=dict)
    memory: list[tuple[float, float]] = field(default_factory=list)
    publishing: dict[str, list[float]] = field(default_factory=dict)
    asked: int = 0

    def per_second(self, name: str) -> float:
        """Requests a second: the median of the rounds, as all that follows."""
        return statistics.median(load.per_second for load in self.loads[name])

    def p50(self, name: str) -> float:
        """Half of the answers come within this, milliseconds."""
        return statistics.median(load.p50 for load in self.loads[name])

    def p99(self, name: str) -> float:
        """All but a hundredth of the answers come within this, milliseconds."""
        return statistics.median(load.p99 for load in self.loads[name])

    def processor_time(self, name: str) -> float:
        """Microseconds of a processor that the server took for a request."""
        return statistics.median(self.processor[name])

    def ratio(self, name: str, other: str) -> float:
        """How many times the other's requests a second one answers, in the same round."""
        pairs = zip(self.loads[name], self.loads[other], strict=True)
        return statistics.median(a.per_second / b.per_second for a, b in pairs)

    def ratio_of_p99(self, name: str, other: str) -> float:
        """How many times as long the slowest hundredth takes, in the same round."""
        pairs = zip(self.loads[name], self.loads[other], strict=True)
        return statistics.median(a.p99 / b.p99 for a, b in pairs)

    def added_to_publishing(self) -> float:
        """Milliseconds that the delivery adds to a request that publishes."""
        pairs = zip(self.publishing["site"], self.publishing["plain"], strict=True)
        return statistics.median(ours - plain for ours, plain in pairs)


@dataclass(frozen=True)
class Promise:
    """Something that the site must keep, and what was measured."""

    words: str
    limit: str
    measured: str
    is_kept: bool


ANSWERS = ("HTML", "resolve", "list")


def promises(results: Results) -> Iterator[Promise]:
    """All of them."""
    for name in ANSWERS:
        for where in ("cached", "SQLite"):
            label = f"{where}, {name}"
            share = results.ratio(label, f"bare, {name}")
            yield _least(f"{label}: of the bare application", share, 0.5)
        slower = results.ratio(f"304, {name}", f"cached, {name}")
        yield _least(f"304, {name}: of the whole answer’s requests a second", slower, 0.95)
        yield _least(
            f"cached, {name}: times v3’s detail",
            results.ratio(f"cached, {name}", "v3, detail"),
            50,
        )
        tail = results.ratio_of_p99(f"cached, {name}", f"bare, {name}")
        yield _most(f"cached, {name}: p99, times the bare application’s", tail, 3)
    resolve = results.ratio("uncached, resolve", "v3, detail")
    yield _least("uncached, resolve: times v3’s detail", resolve, 1.2)
    whole = results.ratio("uncached, list", "v2, list with fields=*")
    yield _least("uncached, list: times v2’s list with all fields", whole, 5)
    added = results.added_to_publishing()
    yield _most("a publish: milliseconds that delivery adds", added, 20)
    most = max(share for share, _all in results.memory)
    yield _most(f"memory of a worker after {results.asked:,} requests, MiB (PSS)", most, 200)


def _least(words: str, measured: float, limit: float) -> Promise:
    return Promise(words, f"≥ {limit:g}", f"{measured:.2f}", measured >= limit)


def _most(words: str, measured: float, limit: float) -> Promise:
    return Promise(words, f"≤ {limit:g}", f"{measured:.2f}", measured <= limit)

"""Who comes first begins first, alone for a turn, and waits for nobody who is slow."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest

from twinning.delivery.places import Places

#: Seconds in which nobody may have come in, and in which somebody must have.
NEVER, SOON = 0.2, 20
AGES = 600.0


class Visitor:
    """A request in a thread of its own."""

    def __init__(self, places: Places, patience: float = AGES) -> None:
        self.inside, self.go, self.told = threading.Event(), threading.Event(), threading.Event()
        self.has_place: bool | None = None
        self._places, self._patience = places, patience
        self._thread = threading.Thread(target=self._visit, daemon=True)
        self._thread.start()

    def _visit(self) -> None:
        with self._places.taken(self._patience) as self.has_place:
            self.told.set()
            if self.has_place:
                self.inside.set()
                assert self.go.wait(SOON)

    def leave(self) -> None:
        self.go.set()
        self._thread.join(SOON)
        assert not self._thread.is_alive(), "it never had a place, and never gave up"

    def is_settled(self) -> bool:
        return self.told.is_set() or not self._thread.is_alive()


Coming = Callable[..., Visitor]


@pytest.fixture
def coming() -> Iterator[Coming]:
    visitors: list[Visitor] = []

    def come(places: Places, patience: float = AGES) -> Visitor:
        before = set(places._waiting)
        visitors.append(Visitor(places, patience))
        while not visitors[-1].is_settled() and before.issuperset(places._waiting):
            time.sleep(0.001)
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.leave()


def test_each_has_a_turn_alone(coming: Coming) -> None:
    places = Places(2, turn=AGES)
    first, second = coming(places), coming(places)
    assert first.inside.wait(SOON)
    assert not second.inside.wait(NEVER), "it came beside the first"
    first.leave()
    assert second.inside.wait(SOON)


def test_nobody_waits_for_who_is_slow(coming: Coming) -> None:
    places = Places(2, turn=0.05)
    first, second, third = coming(places), coming(places), coming(places)
    assert first.inside.wait(SOON) and second.inside.wait(SOON)
    assert not third.inside.wait(NEVER), "there are two places"
    first.leave()
    assert third.inside.wait(SOON), "the second one has had its turn"


def test_of_several_the_one_that_began_last_has_its_turn(coming: Coming) -> None:
    places = Places(3, turn=AGES)
    places._begun[threading.Event()] = time.monotonic() - 2 * AGES
    first, second = coming(places), coming(places)
    assert first.inside.wait(SOON)
    assert not second.inside.wait(NEVER)
    first.leave()


def test_each_that_waits_sees_for_itself_when_a_turn_is_over(coming: Coming) -> None:
    """Nobody leaves: whoever has come in has told the next one that it is next."""
    places = Places(3, turn=0.2)
    visitors = [coming(places) for _ in range(3)]
    assert all(visitor.inside.wait(SOON) for visitor in visitors)


def test_without_turns_all_places_are_taken_at_once(coming: Coming) -> None:
    places = Places(2)
    visitors = [coming(places) for _ in range(3)]
    assert visitors[0].inside.wait(SOON) and visitors[1].inside.wait(SOON)
    assert not visitors[2].inside.wait(NEVER)


def test_who_comes_first_begins_first(coming: Coming) -> None:
    places = Places(1)
    visitors = [coming(places) for _ in range(4)]
    for now, later in pairwise(visitors):
        assert now.inside.wait(SOON)
        assert not later.inside.is_set()
        now.leave()
    assert visitors[-1].inside.wait(SOON)


def test_who_has_waited_too_long_is_told_and_holds_up_nobody(coming: Coming) -> None:
    places = Places(1)
    first, hasty, patient = coming(places), coming(places, NEVER), coming(places)
    assert hasty.told.wait(SOON) and hasty.has_place is False
    first.leave()
    assert patient.inside.wait(SOON)


def test_a_place_that_nobody_waits_for_is_there_at_once() -> None:
    places = Places(1)
    for _ in range(3):
        with places.taken(patience=0) as has_place:
            assert has_place


def test_many_at_once_are_never_too_many() -> None:
    places, lock = Places(3, turn=0.0005), threading.Lock()
    inside: list[int] = [0]
    seen: list[int] = []

    @contextmanager
    def counted() -> Iterator[None]:
        with lock:
            inside[0] += 1
            seen.append(inside[0])
        yield
        with lock:
            inside[0] -= 1

    def visit() -> None:
        for _ in range(50):
            with places.taken(AGES) as has_place, counted():
                assert has_place
                threading.Event().wait(0.0002)

    threads = [threading.Thread(target=visit, daemon=True) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert len(seen) == 16 * 50
    assert max(seen) <= 3

"""The room for answers: never more than it may be, and a flood pushes out itself alone."""

import random
import threading

from twinning.delivery.store import BoundedStore


def test_it_never_takes_more_than_it_may() -> None:
    store: BoundedStore[int] = BoundedStore(10_000)
    chance = random.Random(1)
    for number in range(20_000):
        key = chance.randrange(500)
        if chance.random() < 0.5:
            store.put(key, number, chance.randrange(1, 1500))
        else:
            store.get(key)
        assert 0 <= store.bytes <= 10_000
    kept = [key for key in range(500) if store.get(key) is not None]
    assert len(kept) == len(store)
    for key in kept:
        store.put(key, 0, 1)
    assert store.bytes == len(store)


def test_what_is_asked_for_again_outlives_a_flood() -> None:
    store: BoundedStore[str] = BoundedStore(10_000)
    for name in ("home", "town"):
        store.put(name, name, 1000)
        assert store.get(name) == name
    for number in range(10_000):
        store.put(number, "flood", 100)
    assert store.get("home") == "home"
    assert store.get("town") == "town"


def test_what_was_read_once_upon_a_time_makes_room() -> None:
    store: BoundedStore[str] = BoundedStore(10_000)
    for number in range(100):
        store.put(number, "page", 1000)
        store.get(number)
    assert store.get(99) == "page"
    assert store.get(0) is None
    assert store.bytes <= 10_000


def test_what_is_too_large_is_not_kept_and_takes_the_old_one_away() -> None:
    store: BoundedStore[str] = BoundedStore(10_000)
    store.put("a", "old", 10)
    store.put("a", "new", 9000)
    assert store.get("a") is None
    assert store.bytes == 0


def test_threads_share_it() -> None:
    store: BoundedStore[int] = BoundedStore(5_000)

    def work(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(5_000):
            key = chance.randrange(100)
            found = store.get(key)
            assert found in {None, key}
            store.put(key, key, 100)

    threads = [threading.Thread(target=work, args=[seed]) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store) * 100 == store.bytes <= 5_000

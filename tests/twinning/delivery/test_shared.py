"""Answers that processes share through a real Redis server, which may be away at any time."""

import signal
import threading
import time
from collections.abc import Iterator

import pytest

from tests.tools.redis import RedisServer, redis_server
from tests.twinning.delivery.asking import Said, ask
from twinning import breaker
from twinning.breaker import breaker_of
from twinning.delivery import shared as shared_module
from twinning.delivery.answer import Answer
from twinning.delivery.keys import Base, Key, Known
from twinning.delivery.news import of_default_database
from twinning.delivery.shared import SharedStore
from twinning.delivery.wsgi import Delivery
from twinning.wsgi import django_application

ALMELO = "/en/towns/almelo/"
KEY = Key(Base("http", "localhost", "80", ALMELO))
ANSWER = Answer("1-2", 200, [("Content-Type", "text/html")], b"<p>Almelo</p>" * 100)


def get(store: SharedStore, key: Key = KEY, generation: str = "1-2") -> Answer | None:
    return store.get_or_claim(key, generation)[0]


@pytest.fixture
def server(tmp_path) -> Iterator[RedisServer]:
    breaker_of.cache_clear()  # another test may have had this port
    with redis_server(tmp_path) as found:
        yield found


@pytest.fixture
def store(server) -> SharedStore:
    return SharedStore(server.url, "test")


class Process:
    """As another server process: its own application, news and room; the same Redis."""

    def __init__(self, url: str, seconds: float = 0) -> None:
        self.calls = 0
        self._seconds = seconds
        self._news = of_default_database()
        self.site = Delivery(self._ask_django, self._news, 4_000_000, SharedStore(url, "test"))

    def _ask_django(self, environ, start_response):
        self.calls += 1
        time.sleep(self._seconds)
        return django_application(environ, start_response)

    def close(self) -> None:
        self._news.close()


@pytest.fixture
def processes(tree, server) -> Iterator[list[Process]]:
    made = [Process(server.url, seconds=0.2) for _ in range(3)]
    yield made
    for process in made:
        process.close()


def test_an_answer_is_there_for_its_own_generation_alone(store) -> None:
    store.put(KEY, ANSWER)
    assert get(store) == ANSWER
    assert get(store, generation="2-2") is None
    assert get(store, Key(Base("https", "localhost", "443", ALMELO))) is None


def test_releases_do_not_see_each_others(server, store) -> None:
    store.put(KEY, ANSWER)
    assert get(SharedStore(server.url, "other")) is None


def test_what_nobody_asks_for_again_goes_soon(store) -> None:
    store.put(KEY, ANSWER)
    left = store._redis.ttl(store._name(KEY))
    assert 0 < left <= shared_module.NEW
    store.prolong(KEY)
    assert store._redis.ttl(store._name(KEY)) > shared_module.NEW


def test_what_is_known_of_an_address_is_shared(store) -> None:
    known = Known(frozenset({"page"}), strict=True)
    store.put_known(KEY.base, "1-2", known)
    assert 0 < store._redis.ttl(store._name(KEY.base)) <= shared_module.NEW
    assert store.get_known(KEY.base, "1-2") == known
    assert store._redis.ttl(store._name(KEY.base)) > shared_module.NEW
    assert store.get_known(KEY.base, "2-2") is None


@pytest.mark.parametrize("stored", [b"", b"x", b"[]", b"null", b"{}", b"[1]", b"\xff"])
def test_what_somebody_else_has_put_there_is_nothing(store, stored) -> None:
    store._redis.set(store._name(KEY), stored)
    store._redis.set(store._name(KEY.base), stored)
    assert get(store) is None
    assert store.get_known(KEY.base, "1-2") is None


def test_a_new_process_starts_with_what_others_have_made(processes) -> None:
    first, second, third = processes
    made = ask(first.site, ALMELO)
    assert ask(second.site, ALMELO).raw == made.raw
    assert ask(third.site, f"{ALMELO}?utm_source=x").raw == made.raw
    assert [process.calls for process in processes] == [1, 0, 0]


def test_processes_that_miss_at_once_make_it_once(processes, tree) -> None:
    said: list[Said] = []
    threads = [
        threading.Thread(target=lambda site=process.site: said.append(ask(site, ALMELO)))
        for process in processes
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(process.calls for process in processes) == 1
    assert len(said) == 9
    assert len({one.raw for one in said}) == 1
    assert [one.how for one in said].count("twinning; fwd=miss; stored") == 1
    assert any(one.how == "twinning; fwd=miss; collapsed" for one in said)


def test_a_process_that_dies_while_it_makes_an_answer_holds_nobody_up_for_long(
    processes, store, tree
) -> None:
    generation = of_default_database().look().name
    assert store.get_or_claim(KEY, generation) == (None, True)
    started = time.monotonic()
    assert ask(processes[0].site, ALMELO).status == 200
    assert time.monotonic() - started < 2 * shared_module.CLAIM / 1000


def test_without_redis_everything_is_answered(tree) -> None:
    process = Process("redis://127.0.0.1:1/0")
    assert ask(process.site, ALMELO).status == 200
    assert ask(process.site, ALMELO).status == 200
    assert process.calls == 1
    process.close()


def test_a_redis_that_dies_costs_no_answer(server, processes) -> None:
    ask(processes[0].site, ALMELO)
    server.process.kill()
    server.process.wait()
    for process in processes:
        assert ask(process.site, ALMELO).status == 200
        assert ask(process.site, "/en/").status == 200


def test_a_redis_that_hangs_is_left_alone_after_the_first_wait(server, processes) -> None:
    server.process.send_signal(signal.SIGSTOP)
    process = processes[0]
    assert ask(process.site, ALMELO).status == 200
    state = breaker_of(server.url)
    left_alone_until = state._paused_until
    assert left_alone_until > time.monotonic()
    for number in range(5):
        assert ask(process.site, f"/en/no-such-{number}/").status == 404
    assert state._paused_until == left_alone_until, "nobody has tried it meanwhile"
    server.process.send_signal(signal.SIGCONT)


def test_a_redis_that_comes_back_is_used_again(tree, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(breaker, "PAUSE", 0.1)
    with redis_server(tmp_path) as first:
        port = first.port
    process, other = Process(first.url), Process(first.url)
    ask(process.site, ALMELO)
    with redis_server(tmp_path, port):
        time.sleep(0.2)
        ask(process.site, "/en/")
        ask(other.site, "/en/")
    assert (process.calls, other.calls) == (2, 0)
    process.close()
    other.close()


def test_a_flood_of_addresses_leaves_nothing_that_stays(processes, store) -> None:
    for number in range(5):
        ask(processes[0].site, f"/en/no-such-{number}/")
    lives = [store._redis.ttl(key) for key in store._redis.scan_iter()]
    assert all(0 < seconds <= shared_module.NEW for seconds in lives)

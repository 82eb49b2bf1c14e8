"""Django's cache with a real Redis server that is away, hangs, dies and comes back."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.urls import reverse

from tests.tools.redis import RedisServer, redis_server
from twinning import breaker, cache
from twinning.delivery.shared import SharedStore

PAUSE = 0.3
#: Seconds that a busy machine may add.
SLACK = 0.5


@pytest.fixture(autouse=True)
def _short_pause(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(breaker, "PAUSE", PAUSE)
    yield
    breaker.breaker_of.cache_clear()
    cache.owed_to.cache_clear()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as started:
        yield started


@pytest.fixture
def use(settings) -> Callable[[str], None]:
    """Let Django's cache be at an address, as the production settings do."""

    def use(url: str) -> None:
        settings.CACHES = {
            "default": {"BACKEND": "twinning.cache.TolerantRedisCache", "LOCATION": url}
        }

    return use


def default():
    return caches["default"]


def took(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start


def assert_empty_and_quick() -> None:
    """What a cache that holds nothing says, and how soon."""
    start = time.perf_counter()
    for _ in range(50):
        assert default().get("key", "nothing") == "nothing"
        assert default().get_many(["key", "other"]) == {}
        assert default().set("other", 1) is None
        assert default().set_many({"other": 1}) == []
        assert default().add("other", 1) is False
        assert default().touch("key") is False
        assert default().delete("other") is False
        assert default().delete_many(["other"]) is None
        assert default().has_key("key") is False
        assert "key" not in default()
        assert default().get_or_set("other", lambda: "made") == "made"
        with pytest.raises(ValueError, match="not found"):
            default().incr("number")
    assert time.perf_counter() - start < 2 * breaker.PATIENCE + SLACK


def wait_until_back() -> None:
    time.sleep(PAUSE + 0.05)


def test_it_is_a_cache(use, server) -> None:
    use(server.url)
    default().set("key", {"a": [1]}, 60)
    assert default().get("key") == {"a": [1]}
    assert default().add("key", 2) is False
    assert default().add("number", 1) is True
    assert default().incr("number") == 2
    assert default().get_many(["key", "number", "none"]) == {"key": {"a": [1]}, "number": 2}
    assert default().touch("key", 60) is True
    assert default().delete("key") is True
    assert default().set_many({"a": 1, "b": 2}) == []
    default().delete_many(["a"])
    assert (default().has_key("a"), default().has_key("b")) == (False, True)
    assert default().get_or_set("c", lambda: 3) == 3
    assert default().clear() is True
    assert default().get("b") is None


def test_a_server_that_was_never_there(use, unused_port) -> None:
    use(f"redis://127.0.0.1:{unused_port}/0")
    assert_empty_and_quick()
    assert default().clear() is False


@pytest.fixture
def unused_port(tmp_path: Path) -> int:
    with redis_server(tmp_path) as server:
        return server.port


def test_a_server_that_is_killed_and_comes_back(use, tmp_path: Path) -> None:
    with redis_server(tmp_path) as first:
        use(first.url)
        default().set("key", 1)
    assert_empty_and_quick()
    with redis_server(tmp_path, port=first.port):
        wait_until_back()
        default().set("key", 2)
        assert default().get("key") == 2


def test_a_server_that_hangs_costs_its_patience_once(use, server) -> None:
    use(server.url)
    default().set("key", 1)
    server.process.send_signal(signal.SIGSTOP)
    # A hundred times its patience would be ten seconds.
    assert took(lambda: default().get("key")) < breaker.PATIENCE + SLACK
    assert took(lambda: [default().get("key") for _ in range(100)]) < SLACK
    wait_until_back()
    assert took(lambda: [default().get("key") for _ in range(100)]) < breaker.PATIENCE + SLACK
    server.process.send_signal(signal.SIGCONT)
    wait_until_back()
    assert default().get("key") == 1


def test_what_was_changed_meanwhile_is_not_read_from_before(use, server) -> None:
    use(server.url)
    default().set_many({"set": "old", "deleted": "old", "kept": "old", "many": "old"})
    server.process.send_signal(signal.SIGSTOP)
    default().set("set", "new")
    default().delete("deleted")
    default().delete_many(["many"])
    server.process.send_signal(signal.SIGCONT)
    wait_until_back()
    names = ["set", "deleted", "kept", "many"]
    assert default().get_many(names) == {"kept": "old"}


@pytest.mark.parametrize("change", ["clear", "very many"])
def test_more_than_can_be_remembered_is_everything(use, server, change: str) -> None:
    use(server.url)
    default().set("key", "old")
    server.process.send_signal(signal.SIGSTOP)
    if change == "clear":
        default().clear()
    else:
        default().set_many(dict.fromkeys(map(str, range(cache.MOST_OWED + 1)), 1))
    server.process.send_signal(signal.SIGCONT)
    wait_until_back()
    assert default().get("key") is None
    default().set("key", "new")
    assert default().get("key") == "new"


def test_what_one_thread_finds_out_all_know(use, server) -> None:
    """Each thread has a client of its own; the kept answers have another."""
    use(server.url)
    server.process.send_signal(signal.SIGSTOP)
    default().get("key")
    times: list[float] = []
    thread = threading.Thread(target=lambda: times.append(took(lambda: default().get("key"))))
    thread.start()
    thread.join()
    store = SharedStore(server.url, "release")
    times.append(took(lambda: store.get_or_claim("key", "generation")))
    assert max(times) < breaker.PATIENCE


@pytest.mark.parametrize("state", ["away", "hanging"])
def test_pages_the_api_and_the_admin_go_on(use, server, client, admin_user, tree, state) -> None:
    use(server.url)
    client.get(tree.home.url)
    if state == "away":
        server.process.kill()
        server.process.wait()
    else:
        server.process.send_signal(signal.SIGSTOP)
    admin_user.set_password("secret")
    admin_user.save()
    assert client.get(tree.almelo.url).status_code == 200
    resolved = client.get("/api/content/v1/resolve/", {"path": tree.almelo.url})
    assert resolved.status_code == 200
    login = {"username": admin_user.username, "password": "secret"}
    response = client.post(reverse("wagtailadmin_login"), login)
    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    edit = reverse("wagtailadmin_pages:edit", args=[tree.almelo.pk])
    assert client.get(edit).status_code == 200

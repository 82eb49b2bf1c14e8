"""Three server processes, one database: a publication on one is read on all, and never less.

`make drill` runs the long form.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest
from django.db import connection

from tests.distribution import DRILL
from tests.tools.redis import RedisServer, redis_server
from tests.twinning.delivery.servers import SOON, VIEWS, Client, Readers, Server, api_key, serving
from twinning.delivery.triggers.postgres import CHANNEL

pytestmark = pytest.mark.skipif(
    "not os.environ.get('DATABASE_URL', '').startswith('postgres')",
    reason="three servers want PostgreSQL; runs with `make pytest-postgres`",
)

#: Publications, in `make drill` and else.
MANY, SOME = (1000, 100) if DRILL else (200, 30)


@pytest.fixture
def redis(tmp_path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as server:
        yield server


@pytest.fixture
def servers(tree, admin_user, redis, tmp_path) -> Iterator[list[Server]]:
    tree.almelo.title = "Almelo 0"
    tree.almelo.save()
    with serving(3, tmp_path, redis.url) as found:
        yield found


def shown_soon(client: Client, number: int, committed_at: float) -> None:
    """A publication is shown, at the latest to whoever asks 100 ms after its commit."""
    for path in VIEWS:
        asked_at = time.monotonic()
        while client.number(path) != number:
            assert asked_at < committed_at + SOON, "not soon enough"
            asked_at = time.monotonic()


class Publisher:
    """Publishes on the first server, and sees that all show it."""

    def __init__(self, servers: list[Server], page_id: int, key: str, readers: Readers) -> None:
        self._clients = [Client(server.port) for server in servers]
        self._page_id, self._key, self._readers = page_id, key, readers
        self.last = 0

    def publish(self) -> None:
        """One publication: at once where it was made, soon everywhere else, in all views."""
        self.last += 1
        self._clients[0].publish(self._page_id, self.last, self._key)
        self._readers.told(self.last)
        published_at = time.monotonic()
        for path in VIEWS:
            assert self._clients[0].number(path) == self.last
        for client in self._clients[1:]:
            shown_soon(client, self.last, published_at)
        assert self._readers.wrong == []


@pytest.fixture
def publisher(tree, admin_user, servers) -> Iterator[Publisher]:
    key = api_key(admin_user)
    with Readers(servers) as readers:
        yield Publisher(servers, tree.almelo.pk, key, readers)


def test_a_publication_on_one_is_read_on_all(publisher) -> None:
    for _ in range(MANY):
        publisher.publish()


def test_redis_may_go_in_the_middle(publisher, redis) -> None:
    for turn in range(SOME):
        if turn == SOME // 2:
            redis.process.kill()
        publisher.publish()


def test_listeners_may_be_cut_off(publisher) -> None:
    for turn in range(SOME):
        if turn % 5 == 0:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND query ~ 'delivery_generation|LISTEN' "
                    "AND pid <> pg_backend_pid()"
                )
                assert cursor.fetchone()[0] >= 1
        publisher.publish()


def test_the_publisher_may_be_killed_right_after_its_commit(
    tree, admin_user, servers, tmp_path
) -> None:
    key = api_key(admin_user)
    publishing, *others = servers
    watcher = psycopg.connect(**connection.get_connection_params(), autocommit=True)
    watcher.execute(f"LISTEN {CHANNEL}")
    clients = [Client(server.port) for server in others]
    with Readers([publishing, *others]) as readers:
        for number in range(1, SOME // 5 + 1):
            publication = _publish_in_the_background(publishing, tree.almelo.pk, number, key)
            assert list(watcher.notifies(timeout=20, stop_after=1)), "nothing was committed"
            publishing.kill()
            committed_at = time.monotonic()
            publication.join()
            for client in clients:
                shown_soon(client, number, committed_at)
            publishing.start()
            publishing.wait()
            readers.told(number)
            list(watcher.notifies(timeout=0))
            for path in VIEWS:
                assert Client(publishing.port).number(path) == number
    watcher.close()


def _publish_in_the_background(
    server: Server, page_id: int, number: int, key: str
) -> threading.Thread:
    def publish() -> None:
        with suppress(ConnectionError):  # it is killed
            Client(server.port).publish(page_id, number, key)

    thread = threading.Thread(target=publish)
    thread.start()
    return thread

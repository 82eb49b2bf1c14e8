"""What a process knows of the generation: soon, or else not at all."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils import timezone
from wagtail.models import Page

from twinning.delivery import generation, triggers
from twinning.delivery.news import News, of_default_database
from twinning.delivery.news import postgres as postgres_news

WITHIN = 0.1
"""Seconds after a commit within which every process has to know."""

postgres = pytest.mark.skipif(
    "not os.environ.get('DATABASE_URL', '').startswith('postgres')",
    reason="PostgreSQL's own way; runs with `make pytest-postgres`",
)
sqlite = pytest.mark.skipif(
    "os.environ.get('DATABASE_URL', '').startswith('postgres')",
    reason="SQLite's own way; runs with `make pytest-sqlite`",
)


@pytest.fixture
def news(db) -> Iterator[News]:
    found = of_default_database()
    assert found is not None
    yield found
    found.close()


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Whether something becomes true in time."""
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        if true():
            return True
        time.sleep(0.002)
    return true()


def number(news: News) -> int | None:
    found = news.look()
    return found.number if found is not None else None


def test_it_tells_what_is_in_the_database(news, outside) -> None:
    assert number(news) == outside.number()


def test_a_commit_elsewhere_is_known_in_time(news, outside, locales) -> None:
    for turn in range(50):
        known = number(news)
        outside.execute("UPDATE wagtailcore_site SET port = ?", turn)
        assert outside.number() > known
        assert until(lambda: number(news) == outside.number(), WITHIN)


def test_a_commit_of_this_process_is_known_at_once_where_it_is_doubted(news, locales) -> None:
    for turn in range(50):
        before = number(news)
        Page.objects.filter(depth=1).update(title=f"Root {turn}")
        news.doubt()
        assert number(news) > before


def test_what_is_not_committed_is_not_known(news, db) -> None:
    from django.db import transaction

    before = number(news)
    with transaction.atomic():
        Page.objects.filter(depth=1).update(title="Not yet")
        time.sleep(0.1)
        news.doubt()
        assert number(news) == before
    assert until(lambda: number(news) > before, WITHIN)


def test_threads_share_it(news, outside) -> None:
    wrong = []
    stop = threading.Event()

    def look() -> None:
        last = 0
        while not stop.is_set():
            found = number(news)
            if found is None or found < last:
                wrong.append((last, found))
            last = found or last

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for turn in range(30):
        outside.execute("UPDATE wagtailcore_site SET port = ?", turn)
        time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert until(lambda: number(news) == outside.number(), WITHIN)


def test_while_the_database_is_migrated_nothing_is_known(news, outside) -> None:
    assert number(news) is not None
    triggers.drop()
    assert until(lambda: number(news) is None, WITHIN)
    triggers.install()
    assert until(lambda: number(news) == outside.number(), WITHIN)


def test_a_page_that_expires_is_news(news, tree) -> None:
    soon = timezone.now() + timedelta(seconds=0.6)
    Page.objects.filter(pk=tree.almelo.pk).update(expire_at=soon)
    time.sleep(0.1)
    before = news.look()
    assert before is not None
    assert before.until == pytest.approx(soon.timestamp(), abs=0.01)
    assert until(lambda: news.look().name != before.name, 1.5)
    assert time.time() >= soon.timestamp()
    assert news.look().number == before.number


def test_a_page_that_expires_while_the_database_is_asked_is_not_the_last(db, monkeypatch) -> None:
    known = generation.Generation(7, time.time() - 0.001)
    assert generation.from_row((7, None), known) is known
    assert generation.parameters(known)[0] == 0, "asked for anew"


def test_that_nothing_is_known_is_said_but_not_all_the_time(news, caplog) -> None:
    triggers.drop()
    time.sleep(0.1)
    for _ in range(20):
        assert news.look() is None
        time.sleep(0.006)
    said = [record for record in caplog.records if "Nothing is answered" in record.message]
    assert len(said) == 1
    triggers.install()


def test_a_child_process_has_a_connection_of_its_own(news, outside) -> None:
    assert number(news) is not None
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, str(number(news)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert int(os.read(reading, 100)) == outside.number()
    outside.execute("UPDATE wagtailcore_site SET port = 1")
    assert until(lambda: number(news) == outside.number(), WITHIN)


@sqlite
def test_a_database_that_is_put_in_its_place_is_news(news, outside, tmp_path) -> None:
    before = number(news)
    copy = tmp_path / "copy.sqlite3"
    outside.execute("VACUUM INTO ?", str(copy))
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    copy.rename(path)
    Page.objects.filter(depth=1).update(title="Another")
    assert until(lambda: (number(news) or 0) > before, WITHIN)


@sqlite
def test_without_its_file_nothing_is_known(news, db) -> None:
    assert number(news) is not None
    path = Path(connection.settings_dict["NAME"])
    path.rename(path.with_suffix(".away"))
    assert until(lambda: number(news) is None, WITHIN)
    path.with_suffix(".away").rename(path)
    assert until(lambda: number(news) is not None, WITHIN)


@postgres
def test_notify_comes_with_the_commit(news, outside, monkeypatch) -> None:
    """Without the question that is asked anyway every 50 ms."""
    monkeypatch.setattr(postgres_news, "LEASE", 1000)
    assert number(news) is not None
    for turn in range(20):
        outside.execute("UPDATE wagtailcore_site SET port = ?", turn)
        assert until(lambda: number(news) == outside.number(), WITHIN)


@postgres
def test_a_notify_that_does_not_come_is_made_up_for(news, outside) -> None:
    """As behind a pooler that gives each transaction another connection."""
    assert number(news) is not None
    news._connection.execute("UNLISTEN *")
    for turn in range(20):
        outside.execute("UPDATE wagtailcore_site SET port = ?", turn)
        assert until(lambda: number(news) == outside.number(), WITHIN)


@postgres
def test_a_listener_that_is_cut_off_knows_nothing_and_listens_again(news, outside) -> None:
    assert number(news) is not None
    outside.execute(f"SELECT pg_terminate_backend({news._connection.info.backend_pid})")
    outside.execute("UPDATE wagtailcore_site SET port = 7")
    new, give_up_at = outside.number(), time.monotonic() + 2
    time.sleep(WITHIN)
    while (found := number(news)) is None and time.monotonic() < give_up_at:
        time.sleep(0.01)
    assert found == new, "an older number was given after the time"


@postgres
def test_a_cable_that_is_cut_is_noticed(news, outside, tmp_path, monkeypatch) -> None:
    """Nothing comes, not even an end: the kernel knows of no fault."""
    with Cable(tmp_path) as cable:
        news.close()
        wrapper = type(connections[DEFAULT_DB_ALIAS])
        usual = wrapper.get_connection_params
        through = {"host": str(tmp_path), "port": 5432}
        monkeypatch.setattr(wrapper, "get_connection_params", lambda self: usual(self) | through)
        assert until(lambda: number(news) is not None, 2)
        cable.cut()
        outside.execute("UPDATE wagtailcore_site SET port = 8")
        new = outside.number()
        time.sleep(WITHIN)
        started = time.monotonic()
        assert number(news) is None
        assert time.monotonic() - started < 1
        cable.mend()
        assert until(lambda: number(news) == new, 3)


class Cable:
    """A socket before the server's own one, which passes bytes on while it is whole."""

    def __init__(self, folder: Path) -> None:
        self._whole = threading.Event()
        self._whole.set()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / ".s.PGSQL.5432"))
        self._listener.listen()
        host = connection.get_connection_params()["host"]
        port = connection.get_connection_params().get("port") or 5432
        self._server = f"{host}/.s.PGSQL.{port}"

    def __enter__(self) -> "Cable":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._listener.close()

    def cut(self) -> None:
        self._whole.clear()

    def mend(self) -> None:
        self._whole.set()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                self._whole.wait()
                other.sendall(data)
        except OSError:
            pass
        other.close()

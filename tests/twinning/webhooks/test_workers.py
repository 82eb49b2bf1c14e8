"""Real workers and real commits: a queue as in production, in a database of each test's own."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction

from tests.own_database import own_db  # noqa: F401  (in place of pytest-django's `db`)
from tests.tools.worker import work
from tests.twinning.webhooks.helpers import pass_time, planned, states
from tests.twinning.webhooks.receivers import answers, hangs
from twinning.webhooks import claims, events, results, tasks

ROOT = Path(__file__).resolve().parents[3]


def test_the_worker_delivers_what_was_committed(receive, endpoint) -> None:
    there = receive()
    endpoint(there)
    with transaction.atomic():
        events.emit("settings.changed", {"number": 1})
        assert not planned()
    assert len(planned()) == 1
    work()
    assert there.numbers == [1]


def test_one_worker_serves_the_good_ones_while_bad_ones_hang(receive, endpoint, patience) -> None:
    """A thread publishes for two seconds; whoever answers has all of it, in few rounds."""
    patience(BATCH_SECONDS=0.2, SECONDS=2.5)
    good = [receive(), receive()]
    for each in good:
        endpoint(each)
    for manner in (hangs, hangs, answers(500)):
        endpoint(receive(manner))

    def publish() -> None:
        try:
            for number in range(20):
                events.emit("settings.changed", {"number": number})
                time.sleep(0.05)
        finally:
            connection.close()

    thread = threading.Thread(target=publish)
    thread.start()
    time.sleep(0.3)
    began = time.monotonic()
    while time.monotonic() < began + 20 and [len(each.numbers) for each in good] != [20, 20]:
        work()
        time.sleep(0.05)
    thread.join()
    assert [each.numbers for each in good] == [list(range(20))] * 2


def test_two_workers_tell_everything_once_and_in_order(receive, endpoint) -> None:
    theirs = [receive() for _number in range(3)]
    for each in theirs:
        endpoint(each)
    done = threading.Event()

    def deliver() -> None:
        try:
            while not done.is_set():
                tasks.run()
                time.sleep(0.01)
        finally:
            connection.close()

    workers = [threading.Thread(target=deliver) for _number in range(2)]
    for worker in workers:
        worker.start()
    for number in range(40):
        events.emit("settings.changed", {"number": number})
    until = time.monotonic() + 20
    while time.monotonic() < until and any(len(each.numbers) < 40 for each in theirs):
        time.sleep(0.05)
    done.set()
    for worker in workers:
        worker.join()
    assert [each.numbers for each in theirs] == [list(range(40))] * 3


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time")
def test_who_publishes_does_not_wait_for_what_is_written_down(
    receive, endpoint, monkeypatch
) -> None:
    """Such as letters to many maintainers, while the endpoint's row is locked."""
    endpoint(receive(answers(410)))
    events.emit("settings.changed", {"number": 1})
    committed = threading.Event()

    def publish() -> None:
        try:
            events.emit("settings.changed", {"number": 2})
            committed.set()
        finally:
            connection.close()

    waited = []

    def write(made: Any) -> None:
        thread = threading.Thread(target=publish)
        thread.start()
        waited.append(committed.wait(10))

    monkeypatch.setattr(results.letters, "tell_of_pause", write)
    tasks.run()
    assert waited == [True]


def own_database() -> str:
    """Its address, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def production() -> dict[str, str]:
    """The environment of a worker with production settings, on this test's database."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "twinning.settings.production",
        "DATABASE_URL": own_database(),
        "SECRET_KEY": "only-for-tests-" * 5,
        "ALLOWED_HOSTS": "localhost",
        "WEBHOOK_PRIVATE_HOSTS": "127.0.0.1",
    }


def test_a_worker_that_is_killed_loses_nothing(receive, endpoint, tmp_path) -> None:
    there = receive(hangs)
    endpoint(there)
    events.emit("settings.changed", {"number": 1})
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "db_worker"], cwd=ROOT, env=production(), stderr=output
        )
    try:
        until = time.monotonic() + 60
        while not there.requests and worker.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        worker.kill()
        worker.wait()
    assert len(there.requests) == 1, log.read_text()
    assert states() == ["waiting"]
    there.manner = answers()
    pass_time(seconds=2 * claims.LEASE.total_seconds())
    work()
    assert there.numbers == [1]
    assert states() == ["sent"]

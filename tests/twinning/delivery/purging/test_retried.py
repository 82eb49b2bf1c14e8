"""Caches that are away or unwilling, told later; nothing of that harms a publication."""

import logging
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.tools.worker import work
from tests.twinning.delivery.purging.helpers import (
    PURGING,
    at,
    free_port,
    hasten,
    publish,
    waiting,
)
from tests.twinning.delivery.purging.recording import recorder
from twinning.delivery.purging import tasks


def test_a_publication_queues_one_task_and_asks_nobody(queue, settings, tree, server) -> None:
    settings.WAGTAILFRONTENDCACHE = {"varnish": at(int(server.url.rpartition(":")[2]))}
    publish(tree.almelo)
    assert [task.task_path for task in waiting()] == [f"{PURGING}.tasks.purge"]
    assert server.told == []
    work()
    assert waiting() == []
    [told] = server.take()
    assert f"page-{tree.almelo.pk}" in told.tags


def test_a_cache_that_is_away_is_told_later(queue, settings, tree, caplog) -> None:
    port = free_port()
    settings.WAGTAILFRONTENDCACHE = {"varnish": at(port)}
    publish(tree.almelo)
    tree.almelo.refresh_from_db()
    assert tree.almelo.live
    work()
    for delay in tasks.DELAYS[:3]:
        [task] = waiting()
        assert 0 < (task.run_after - timezone.now()).total_seconds() <= delay
        assert (task.run_after - timezone.now()).total_seconds() > delay - 5
        hasten()
        work()
    with recorder(port) as server:
        work()
        assert server.told == []  # its time has not come
        hasten()
        work()
        [told] = server.take()
    assert f"page-{tree.almelo.pk}" in told.tags
    assert waiting() == []
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_it_gives_up_after_some_tries_and_says_so(queue, settings, tree, caplog) -> None:
    settings.WAGTAILFRONTENDCACHE = {"varnish": at(free_port())}
    publish(tree.almelo)
    work()
    for _delay in tasks.DELAYS:
        assert len(waiting()) == 1
        hasten()
        work()
    assert waiting() == []
    [record] = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert "varnish did not purge" in record.getMessage()
    assert "127.0.0.1" in record.getMessage()


def test_delays_grow() -> None:
    assert list(tasks.DELAYS) == sorted(set(tasks.DELAYS))


def test_one_cache_that_is_away_keeps_no_other_waiting(queue, settings, tree, server) -> None:
    port = int(server.url.rpartition(":")[2])
    settings.WAGTAILFRONTENDCACHE = {"gone": at(free_port()), "there": at(port)}
    publish(tree.almelo)
    work()
    assert len(server.take()) == 1
    [task] = waiting()
    assert task.args_kwargs["args"][0] == "gone"
    hasten()
    work()
    assert server.told == []


def test_a_cache_that_is_no_longer_named_is_forgotten(queue, settings, tree) -> None:
    settings.WAGTAILFRONTENDCACHE = {"varnish": at(free_port())}
    publish(tree.almelo)
    work()
    settings.WAGTAILFRONTENDCACHE = {}
    hasten()
    work()
    assert waiting() == []


def test_without_a_queue_it_is_told_once(settings, tree, caplog) -> None:
    settings.WAGTAILFRONTENDCACHE = {"varnish": at(free_port())}
    publish(tree.almelo)
    tree.almelo.refresh_from_db()
    assert tree.almelo.live
    [record] = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert "is not told again" in record.getMessage()


def test_a_queue_that_fails_harms_no_publication(settings, tree, monkeypatch, caplog) -> None:
    def fail(*args: Any) -> None:
        raise ConnectionError("no queue")

    settings.WAGTAILFRONTENDCACHE = {"varnish": at(free_port())}
    monkeypatch.setattr("twinning.delivery.purging.batch.purge", type("", (), {"enqueue": fail}))
    publish(tree.almelo)
    tree.almelo.refresh_from_db()
    assert tree.almelo.live
    assert any("on_commit" in record.getMessage() for record in caplog.records)


def test_a_publication_takes_no_longer_for_it(queue, settings, tree) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            publish(tree.almelo)
        return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]

    queries()
    without = queries()
    settings.WAGTAILFRONTENDCACHE = {"varnish": at(free_port())}
    # Where the page was, asked when it is saved, and the task.
    more = queries()
    assert len(more) - len(without) <= 2

"""Caches that are away, slow, unwilling or of other kinds; nothing of that harms a publication."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tests.twinning.delivery.recording import Recorder, recorder
from twinning.delivery.purging import checks, cloudfront, tasks, varnish

PURGING = "twinning.delivery.purging"
VARNISH = f"{PURGING}.varnish.VarnishBackend"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def at(port: int, **more: Any) -> dict[str, Any]:
    """A Varnish backend that tells a server on this machine."""
    return {"BACKEND": VARNISH, "LOCATIONS": [f"http://127.0.0.1:{port}"], "TIMEOUT": 1, **more}


@pytest.fixture
def queue(settings, db, monkeypatch) -> None:
    """Background work goes to the database, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def server(settings, tree) -> Iterator[Recorder]:
    with recorder() as found:
        yield found


def work() -> None:
    """Do all that is due, as the worker does."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    ).run()


def waiting() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(status="READY", task_path__contains=PURGING))


def hasten() -> None:
    """Let the time until the next try pass."""
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def publish(page: Any) -> None:
    with transaction.atomic():
        page.save_revision().publish()


# In the background


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


# Varnish


def test_every_server_is_told_though_one_is_away() -> None:
    with recorder() as one, recorder() as two:
        gone = f"http://127.0.0.1:{free_port()}"
        backend = varnish.VarnishBackend({"LOCATIONS": [one.url, gone, two.url]})
        with pytest.raises(varnish.NotPurged, match=gone.removeprefix("http://")):
            backend.purge_tags(["page-1", "page-2"])
        for server in (one, two):
            [told] = server.take()
            assert told.headers["xkey-purge"] == "page-1 page-2"


@pytest.mark.parametrize("status", [HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, 503])
def test_a_server_that_refuses_has_not_purged(status: int) -> None:
    with recorder() as server:
        server.status = status
        with pytest.raises(varnish.NotPurged, match=str(int(status))):
            varnish.VarnishBackend({"LOCATIONS": [server.url]}).purge_tags(["page-1"])


def test_a_server_that_hangs_is_left_in_time() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        begun = time.monotonic()
        with pytest.raises(varnish.NotPurged):
            varnish.VarnishBackend({"LOCATIONS": [address], "TIMEOUT": 0.2}).purge_tags(["page-1"])
        assert time.monotonic() - begun < 2


def test_addresses_are_purged_with_their_host() -> None:
    with recorder() as server:
        backend = varnish.VarnishBackend({"LOCATIONS": [server.url]})
        backend.purge_batch(["https://twinning.example/en/?p=2", "http://other.example:8000"])
        backend.purge("https://twinning.example/nl/")
        assert [(told.path, told.headers["host"]) for told in server.told] == [
            ("/en/?p=2", "twinning.example"),
            ("/", "other.example:8000"),
            ("/nl/", "twinning.example"),
        ]


# Other caches


def test_cloudflare_is_told_tags(settings, tree, server) -> None:
    server.answer = {"success": True}
    settings.WAGTAILFRONTENDCACHE = {
        "cloudflare": {
            "BACKEND": f"{PURGING}.cloudflare.CloudflareTagBackend",
            "ZONEID": "zone",
            "BEARER_TOKEN": "secret",
            "ENDPOINT": f"{server.url}/client/v4",
        }
    }
    publish(tree.almelo)
    [told] = server.take()
    assert (told.method, told.path) == ("POST", "/client/v4/zones/zone/purge_cache")
    assert told.headers["authorization"] == "Bearer secret"
    assert f"page-{tree.almelo.pk}" in told.body["tags"]
    tags = [f"page-{number}" for number in range(250)]
    tasks.purge_from.func("cloudflare", tags, False)
    bodies = [told.body["tags"] for told in server.take()]
    assert [len(body) for body in bodies] == [100, 100, 50]
    assert list(chain(*bodies)) == tags


def test_cloudflare_that_refuses_is_told_again(queue, settings, tree, server) -> None:
    settings.WAGTAILFRONTENDCACHE = {
        "cloudflare": {
            "BACKEND": f"{PURGING}.cloudflare.CloudflareTagBackend",
            "ZONEID": "zone",
            "BEARER_TOKEN": "secret",
            "ENDPOINT": server.url,
        }
    }
    server.status, server.answer = 429, {"success": False}
    publish(tree.almelo)
    work()
    assert len(waiting()) == 1
    server.status = 200
    hasten()
    work()
    assert waiting() == []
    assert len(server.take()) == 2


def test_what_wagtails_backends_only_log_is_tried_again(queue, settings, tree, server) -> None:
    settings.WAGTAILFRONTENDCACHE = {
        "http": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": server.url,
        }
    }
    server.status = 503
    publish(tree.almelo)
    work()
    assert len(server.take()) == len({"/en/", "/en/towns/", "/en/towns/almelo/"})
    assert len(waiting()) == 1
    server.status = 200
    hasten()
    work()
    assert waiting() == []
    assert len(server.take()) == 3


def test_an_error_of_another_thread_is_not_the_backends(settings, tree, server, caplog) -> None:
    settings.WAGTAILFRONTENDCACHE = {
        "http": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": server.url,
        }
    }
    stop = threading.Event()

    def complain() -> None:
        while not stop.wait(0.001):
            logging.getLogger("wagtail.frontendcache").error("something else")

    thread = threading.Thread(target=complain)
    thread.start()
    try:
        publish(tree.almelo)
    finally:
        stop.set()
        thread.join()
    assert not [r for r in caplog.records if r.name.startswith(PURGING)]


def test_hosts_of_other_sites_are_not_told(settings, tree, server) -> None:
    settings.WAGTAILFRONTENDCACHE = {
        "http": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": server.url,
            "HOSTNAMES": ["elsewhere.example"],
        }
    }
    publish(tree.almelo)
    assert server.told == []


def test_everything_is_one_path_for_cloudfront(monkeypatch) -> None:
    asked: list[Any] = []

    class Client:
        def create_invalidation(self, **kwargs: Any) -> None:
            asked.append(kwargs)

    monkeypatch.setattr("boto3.client", lambda *args, **kwargs: Client())
    backend = cloudfront.CloudFrontBackend({"DISTRIBUTION_ID": "D"})
    backend.purge_everything()
    assert asked[0]["DistributionId"] == "D"
    assert asked[0]["InvalidationBatch"]["Paths"] == {"Quantity": 1, "Items": ["/*"]}


# System checks


def test_a_backend_that_is_none_is_an_error(settings, queue) -> None:
    settings.WAGTAILFRONTENDCACHE = {"x": {"BACKEND": "nowhere.Backend"}, "y": {}}
    assert [message.id for message in checks.check_backends(None)] == ["twinning.E005"] * 2


def test_a_queue_that_cannot_wait_is_warned_of(settings) -> None:
    assert checks.check_backends(None) == []
    settings.WAGTAILFRONTENDCACHE = {"varnish": at(1)}
    assert [message.id for message in checks.check_backends(None)] == ["twinning.W001"]
    call_command("check")

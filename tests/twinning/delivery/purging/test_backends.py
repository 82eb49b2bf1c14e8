"""How each kind of cache is told, and what the system checks say of them."""

import logging
import socket
import threading
import time
from http import HTTPStatus
from itertools import chain
from typing import Any

import pytest
from django.core.management import call_command

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
from twinning.delivery.purging import checks, cloudfront, tasks, varnish

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

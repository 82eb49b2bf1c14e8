"""What leaves the process: metrics at a port of their own, and errors to Sentry."""

import gzip
import json
import logging
import secrets
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.request import urlopen

import brotli
import pytest
import sentry_sdk
from prometheus_client import CollectorRegistry, generate_latest

from tests.twinning.delivery.asking import environ
from twinning.delivery.counts import counts
from twinning.mail.models import OutgoingMessage
from twinning.observing import metrics, probes, sentry


def told(collector: Any) -> str:
    registry = CollectorRegistry()
    registry.register(collector)
    return generate_latest(registry).decode()


def test_what_the_cache_has_done_is_told() -> None:
    line = f'twinning_delivery_requests_total{{by="hits"}} {float(counts.hits)}'
    assert line in told(metrics.CacheCollector())


@pytest.mark.django_db
def test_what_waits_is_told(settings) -> None:
    from twinning.media.tasks import make_renditions

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    make_renditions.enqueue(1)
    OutgoingMessage.objects.create(
        sender="a@x.example", recipients=["b@x.example"], content=b"x", correspondents="a"
    )
    found = told(metrics.WaitingCollector())
    for line in ("tasks_ready 1.0", "renditions_waiting 1.0", "mail_waiting 1.0", "tasks_failed 0"):
        assert f"twinning_{line}" in found
    assert "twinning_database_up 1.0" in found and "example" not in found


def test_a_database_that_is_away_is_told(monkeypatch) -> None:
    from django.db import DatabaseError

    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(metrics, "_tasks", away)
    assert "twinning_database_up 0.0" in told(metrics.WaitingCollector())


def test_each_process_takes_the_next_port(settings, monkeypatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        first = taken.getsockname()[1]
        settings.TWINNING = {**settings.TWINNING, "METRICS_PORT": first}
        monkeypatch.setattr(metrics, "REGISTRY", CollectorRegistry())
        monkeypatch.setattr(metrics, "Info", lambda *words: type("", (), {"info": print})())
        port = metrics.serve("web")
        assert port is not None and port > first
        with urlopen(f"http://127.0.0.1:{port}/metrics") as response:
            assert b"process_resident_memory_bytes" in response.read()


def test_nothing_is_served_unless_a_port_is_named() -> None:
    assert metrics.serve("web") is None


def test_probes_go_past_the_cache() -> None:
    def named(name: bytes) -> Any:
        return lambda environ, start_response: [name]

    application = probes.past(named(b"cache"), named(b"django"))
    assert application(environ("/healthz"), lambda *said: None) == [b"django"]
    assert application(environ("/readyz?x=1"), lambda *said: None) == [b"django"]
    assert application(environ("/en/"), lambda *said: None) == [b"cache"]


class Project(HTTPServer):
    """As much of Sentry as takes an envelope."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Envelopes)
        self.received: list[bytes] = []


class Envelopes(BaseHTTPRequestHandler):
    server: Project

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
        self.server.received.append(unpack.get(self.headers["Content-Encoding"], bytes)(body))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def project(settings) -> Iterator[Project]:
    server = Project()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    dsn = f"http://key@127.0.0.1:{server.server_port}/1"
    settings.TWINNING = {**settings.TWINNING, "SENTRY_DSN": dsn, "SENTRY_ENVIRONMENT": "trial"}
    sentry.start()
    yield server
    sentry_sdk.get_client().close(timeout=2)
    sentry_sdk.init()
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_error_is_told_and_nobody_with_it(project, client, db, monkeypatch, settings) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        password = "hunter2-in-a-variable"
        raise ValueError(f"Anna <anna@example.org> from 10.1.2.3 {len(password)}")

    monkeypatch.setattr("twinning.seo.views.conf.get", broken)
    client.raise_request_exception = False
    client.cookies["sessionid"] = "cookie-value"
    response = client.get("/robots.txt?email=berta@example.org", HTTP_X_REQUEST_ID="proxy-0001",
                          HTTP_X_FORWARDED_FOR="10.9.8.7")  # fmt: skip
    assert response.status_code == 500
    sentry_sdk.flush(timeout=5)
    [event] = [
        json.loads(line)
        for body in project.received
        for line in body.splitlines()
        if b'"exception"' in line
    ]
    [error] = event["exception"]["values"]
    assert (error["type"], event["environment"]) == ("ValueError", "trial")
    assert error["value"] == "Anna <[address]> from [ip] 21"
    assert event["tags"]["request_id"] == "proxy-0001"
    for frame in error["stacktrace"]["frames"]:  # the lines of this file have them as well
        for name in ("pre_context", "context_line", "post_context"):
            frame.pop(name, None)
    said = json.dumps(event)
    for secret in ("anna@", "berta@", "10.9.8.7", "cookie-value", "hunter2-in"):
        assert secret not in said


def test_an_address_that_is_a_secret_is_not_told(project, client, db, monkeypatch) -> None:
    """Sentry looks for the route before the language is known, and takes the path without one."""

    def broken(*args: Any, **kwargs: Any) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("stories.views._found", broken)
    client.raise_request_exception = False
    token = f"{secrets.token_hex(8)}.{secrets.token_hex(8)}"
    client.get(f"/pl/shared-stories/{token}/")
    sentry_sdk.flush(timeout=5)
    said = b"".join(project.received)
    assert b"ValueError" in said
    assert token.encode() not in said


def test_nobody_is_told_unless_a_project_is_named(monkeypatch) -> None:
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: pytest.fail("it began"))
    sentry.start()
    assert logging.getLogger("twinning.access").level == logging.WARNING

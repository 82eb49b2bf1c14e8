"""What a platform is told: whether a process lives, and whether it may be given requests."""

import json
import os
import threading
import time
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.test import RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable, ServiceWarning

from twinning.mail.jobs import deliver_due
from twinning.observing import health, probes
from twinning.observing.middleware import ObservingMiddleware

GOOD: type[HealthCheck] = type("Good", (HealthCheck,), {"run": lambda self: None})


def failing(error: Exception) -> type[HealthCheck]:
    def run(self: Any) -> None:
        raise error

    return type("Failing", (HealthCheck,), {"run": run})


@pytest.fixture
def checks(monkeypatch):
    """Stands in for what the site stands on."""
    monkeypatch.setattr(probes, "_found", [])
    monkeypatch.setattr(probes, "_under_way", {})
    monkeypatch.setattr(probes, "LEASE", 0.0)
    monkeypatch.setattr(probes, "PATIENCE", 0.5)
    monkeypatch.setattr(probes, "PATIENCE_FOR_OTHERS", 0.5)

    def use(**given: type[HealthCheck]) -> None:
        monkeypatch.setattr(probes, "CHECKS", given)
        probes._threads.cache_clear()  # there are as many as checks

    return use


def asked(path: str, **headers: str) -> Any:
    """As the outermost of our middleware answers, with nothing behind it."""
    request = RequestFactory().get(path, **headers)
    return ObservingMiddleware(lambda request: pytest.fail("it went on"))(request)


def test_a_process_that_lives_says_so_and_asks_nothing(client) -> None:
    """Without the mark `django_db`, a query would be an error."""
    response = client.get("/healthz", HTTP_HOST="10.2.3.4:8000")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})
    assert response["Cache-Control"] == "no-store"


def test_any_host_is_answered_without_https(settings, checks) -> None:
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["twinning.example"], True
    checks(database=GOOD)
    for path in probes.PATHS:
        assert asked(path, HTTP_HOST="10.2.3.4").status_code == 200


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({}, "ready", 200),
        ({"cache": failing(ServiceWarning("away"))}, "degraded", 200),
        ({"cache": failing(ServiceUnavailable("away"))}, "degraded", 200),
        ({"cache": failing(KeyError("a password"))}, "degraded", 200),
        ({"database": failing(ServiceUnavailable("away"))}, "unready", 503),
        ({"database": failing(KeyError("a password"))}, "unready", 503),
    ],
)
def test_what_is_missing_is_said(checks, given, status: str, code: int) -> None:
    checks(**{"database": GOOD, "cache": GOOD, **given})
    response = asked("/readyz")
    said = json.loads(response.content)
    assert (response.status_code, said["status"]) == (code, status)
    assert set(said["checks"]) == {"database", "cache"}
    assert b"password" not in response.content
    assert response["Cache-Control"] == "no-store"


@pytest.fixture
def hanging():
    """A check that answers when the test is over, and how often it has been begun."""
    go = threading.Event()
    begun: list[int] = []

    def run(self: Any) -> None:
        begun.append(1)
        go.wait(30)

    yield type("Hanging", (HealthCheck,), {"run": run}), begun
    go.set()


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        *((name, "degraded", 200) for name in ("cache", "files", "workers")),
        *((name, "unready", 503) for name in ("database", "migrations")),
    ],
)
def test_what_hangs_takes_only_what_cannot_serve_out_of_service(
    checks, hanging, name: str, status: str, code: int
) -> None:
    checks(**{"database": GOOD, name: hanging[0]})
    begun = time.monotonic()
    response = asked("/readyz")
    assert time.monotonic() - begun < 3
    said = json.loads(response.content)
    assert (response.status_code, said["status"]) == (code, status)
    assert said["checks"][name] == probes.HANGS


def test_what_hangs_is_waited_for_once_and_takes_no_other_checks_thread(checks, hanging) -> None:
    check, begun = hanging
    checks(database=GOOD, files=check)
    asked("/readyz")
    before = time.monotonic()
    for _ in range(20):
        assert asked("/readyz").status_code == 200
    assert time.monotonic() - before < 5
    assert len(begun) == 1


def test_what_was_found_when_nobody_waited_any_more_is_not_told(checks, caplog) -> None:
    """A process that is not asked for a while must not tell what was wrong before."""
    go, ended = threading.Event(), threading.Event()

    def run(self: Any) -> None:
        if not go.is_set():
            go.wait(30)
            ended.set()
            raise ServiceUnavailable("away")

    checks(database=type("Returning", (HealthCheck,), {"run": run}))
    assert asked("/readyz").status_code == 503
    go.set()
    assert ended.wait(30)
    probes._under_way["database"].exception(30)
    assert asked("/readyz").status_code == 200
    assert "The check database failed: away" in caplog.text


def test_many_who_ask_are_told_the_same(checks, monkeypatch) -> None:
    asked_of = []

    class Counting(HealthCheck):
        def run(self) -> None:
            asked_of.append(1)

    monkeypatch.setattr(probes, "LEASE", 60.0)
    checks(database=Counting)
    for _ in range(5):
        asked("/readyz")
    assert len(asked_of) == 1


# The checks themselves


@pytest.mark.django_db
def test_tables_that_are_missing_are_found(monkeypatch) -> None:
    monkeypatch.setattr(health.Migrations, "are_done", False)
    lacking = patch.object(health.MigrationExecutor, "migration_plan", return_value=["one"])
    with lacking, pytest.raises(ServiceUnavailable, match="1 missing"):
        health.Migrations().run()
    assert health.Migrations.are_done is False
    health.Migrations().run()
    with patch.object(health, "MigrationExecutor", side_effect=DatabaseError):
        health.Migrations().run()  # is not asked again


@pytest.mark.django_db
def test_a_task_that_waits_too_long_is_found(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    deliver_due.enqueue()
    health.Workers().run()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=16))
    with pytest.raises(ServiceWarning, match="15 minutes"):
        health.Workers().run()
    later = timezone.now() + timedelta(hours=1)
    DBTaskResult.objects.update(run_after=later)
    health.Workers().run()  # it is not due yet
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(minutes=16))
    with pytest.raises(ServiceWarning):
        health.Workers().run()


def test_redis_that_is_away_is_found(settings) -> None:
    url = "redis://127.0.0.1:1/0"
    settings.TWINNING = {**settings.TWINNING, "DELIVERY_REDIS_URL": url}
    settings.CACHES = {"default": {"BACKEND": "twinning.cache.TolerantRedisCache", "LOCATION": url}}
    with pytest.raises(ServiceWarning, match="Redis"):
        health.Cache().run()


def test_a_folder_that_cannot_be_written_to_is_found(settings, tmp_path, monkeypatch) -> None:
    health.Files().run()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(ServiceWarning, match="store"):
        health.Files().run()

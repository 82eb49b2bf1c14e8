"""Jobs that are done again and again, until the clock is told to stop."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from tests.tools.running import ROOT
from twinning import clock
from twinning.mail import jobs as mail_jobs
from twinning.tasks import prune


class Task:
    """Counts how often it is begun, fails at first, and stops the clock in the end."""

    def __init__(self, stop: Event, fails: int = 0, until: int = 3) -> None:
        self.stop, self.fails, self.until, self.begun = stop, fails, until, 0

    def enqueue(self) -> None:
        self.begun += 1
        if self.begun >= self.until:
            self.stop.set()
        if self.begun <= self.fails:
            raise OperationalError("anna@example.org is locked")


@pytest.fixture
def jobs(monkeypatch) -> dict[str, Any]:
    """No jobs but a test's own."""
    monkeypatch.setattr(clock, "_jobs", {})
    monkeypatch.setattr(clock, "close_old_connections", lambda: None)
    return clock._jobs


def test_the_site_has_these_jobs() -> None:
    every = {job.name: job.every for job in clock.jobs()}
    assert every["deliver_mail"] == every["publish_scheduled"] == timedelta(minutes=1)
    assert every["purge"] == every["prune_tasks"] == timedelta(days=1)


def test_each_job_is_begun_at_once_and_then_in_its_time(jobs) -> None:
    stop = Event()
    often, daily = Task(stop), Task(stop)
    clock.register("often", timedelta(0), often)
    clock.register("daily", timedelta(days=1), daily)
    clock.run(stop, pause=0.001)
    assert (often.begun, daily.begun) == (3, 1)


def test_a_database_that_is_away_stops_neither_clock_nor_other_jobs(jobs, caplog) -> None:
    stop = Event()
    failing, other = Task(stop, fails=2), Task(stop, until=9)
    clock.register("failing", timedelta(0), failing)
    clock.register("other", timedelta(0), other)
    clock.run(stop, pause=0.001)
    assert failing.begun == 3 and other.begun == 3
    assert "The job failing could not be begun: OperationalError" in caplog.text
    assert "anna" not in caplog.text


def test_what_is_no_fault_of_the_database_is_not_hidden(jobs) -> None:
    class Broken:
        def enqueue(self) -> None:
            raise ValueError

    clock.register("broken", timedelta(0), Broken())
    with pytest.raises(ValueError):
        clock.run(Event(), pause=0.001)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_the_command_ends_when_it_is_told_to(jobs, capsys, caplog, name) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    class Once:
        def enqueue(self) -> None:
            os.kill(os.getpid(), name)

    caplog.set_level(logging.INFO)
    clock.register("once", timedelta(hours=1), Once())
    late = threading.Timer(20, lambda: os.kill(os.getpid(), signal.SIGKILL))
    late.start()
    try:
        call_command("clock")
    finally:
        late.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)
    assert "once: every 1:00:00" in caplog.text
    assert capsys.readouterr().out == ""


def test_the_process_ends_well_on_sigterm(tmp_path) -> None:
    """As a platform starts it; its database has no tables, which it survives."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "clock"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "twinning.settings.production",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
            "SECRET_KEY": "k" * 60 + "0123456789-abcdef",
            "ALLOWED_HOSTS": "twinning.example",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines = (json.loads(line)["message"] for line in process.stdout if line.startswith("{"))
        said = next((line for line in lines if "every" not in line), "")
    finally:
        process.send_signal(signal.SIGTERM)
        _out, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert "could not be begun: OperationalError" in said


def test_mail_that_is_due_is_delivered(monkeypatch) -> None:
    called: list[float] = []
    monkeypatch.setattr("twinning.mail.outbox.deliver_due", lambda seconds: called.append(seconds))
    mail_jobs.deliver_due.enqueue()
    assert called == [mail_jobs.PATIENCE]


@pytest.mark.django_db
def test_tasks_that_are_done_are_forgotten(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    mail_jobs.deliver_due.enqueue()
    done = DBTaskResult.objects.get()
    done.claim("worker")
    done.set_successful(None)
    mail_jobs.deliver_due.enqueue()
    prune.call()
    assert DBTaskResult.objects.count() == 2
    DBTaskResult.objects.filter(pk=done.pk).update(finished_at=done.finished_at - timedelta(days=2))
    prune.call()
    assert done.pk not in DBTaskResult.objects.values_list("pk", flat=True)
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_where_the_database_has_no_tasks_nothing_is_forgotten() -> None:
    prune.call()  # the command itself refuses any other backend

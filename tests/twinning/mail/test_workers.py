"""Real workers and real commits: a queue as in production, in a database of each test's own."""

import logging
import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from tests.own_database import own_db  # noqa: F401  (in place of pytest-django's `db`)
from tests.tools.worker import work
from tests.twinning.mail.helpers import (
    ANN,
    BEN,
    CLEO,
    next_looks,
    only,
    pass_time,
    planned,
    state,
    write,
)
from twinning.mail import outbox, sending, tasks
from twinning.mail.models import OutgoingMessage

ROOT = Path(__file__).resolve().parents[3]


def test_the_queue_does_it_in_production(queue, smtp, sent) -> None:
    sent(write())
    assert smtp.received == []
    assert [task.args_kwargs for task in planned()] == [{"args": [only().pk], "kwargs": {}}]
    work()
    assert len(smtp.received) == 1
    pass_time(minutes=10)
    work()  # the look that was planned for a worker that is killed
    assert len(smtp.received) == 1
    assert not planned()


def test_a_server_that_is_down_loses_nothing(queue, smtp, sent) -> None:
    smtp.stop()
    sent(write())
    work()
    for minutes in (1, 5, 15):
        message = only()
        assert (state(message), message.error) == ("waiting", "ConnectionRefusedError")
        left = message.next_try_at - timezone.now()
        assert timedelta(minutes=minutes - 0.5) < left <= timedelta(minutes=minutes)
        assert minutes in next_looks()
        pass_time(minutes=minutes)
        work()
    smtp.start()
    work()
    assert smtp.received == []  # its time has not come
    pass_time(hours=1)
    work()
    [received] = smtp.received
    assert received.recipients == [ANN]
    assert (state(only()), only().tries, only().error) == ("sent", 5, "")
    pass_time(days=4)
    work()
    assert len(smtp.received) == 1
    assert not planned()


def test_it_gives_up_after_three_days_and_says_so(queue, smtp, sent, caplog) -> None:
    smtp.stop()
    sent(write())
    work()
    for delay in sending.DELAYS:
        assert state(only()) == "waiting"
        assert not [r for r in caplog.records if r.levelno >= logging.ERROR]
        pass_time(seconds=int(delay.total_seconds()))
        work()
    assert (state(only()), only().error) == ("failed", "ConnectionRefusedError")
    [record] = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert "is not tried again: ConnectionRefusedError" in record.getMessage()
    smtp.start()
    pass_time(days=1)
    work()
    assert not planned()
    assert smtp.received == []


def test_each_recipient_gets_it_once_whatever_becomes_of_the_others(queue, smtp, sent) -> None:
    smtp.answers |= {BEN: "451 later", CLEO: "550 nobody"}
    sent(write(ANN, BEN, CLEO))
    work()
    states = {m.recipients[0]: (m.recipients, state(m)) for m in OutgoingMessage.objects.all()}
    assert states == {
        ANN: ([ANN], "sent"),
        BEN: ([BEN], "waiting"),
        CLEO: ([CLEO], "failed"),
    }
    smtp.answers.clear()
    pass_time(minutes=1)
    work()
    assert [received.recipients for received in smtp.received] == [[ANN], [BEN]]
    assert smtp.received[0].content == smtp.received[1].content
    assert OutgoingMessage.objects.count() == 3


class Killed(BaseException):
    """As if the process were no more."""


class KillingBackend(BaseEmailBackend):
    """Takes its worker with it."""

    def send_messages(self, email_messages: Any) -> int:
        raise Killed


def test_a_worker_that_is_killed_loses_nothing(queue, smtp, sent, settings) -> None:
    right = settings.TWINNING
    settings.TWINNING = {**right, "MAIL_BACKEND": f"{__name__}.KillingBackend"}
    sent(write())
    work()
    settings.TWINNING = right
    assert (state(only()), only().tries) == ("waiting", 1)
    assert outbox.deliver_due() == 0  # it may still be at work
    assert next_looks() == [10]
    pass_time(minutes=10)
    work()
    assert len(smtp.received) == 1
    assert state(only()) == "sent"


def own_database() -> str:
    """Its address, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def test_a_process_that_is_killed_loses_nothing(queue, smtp, tmp_path) -> None:
    """The worker of the Procfile, with the settings of production."""
    write().send()
    smtp.pause = 60
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "twinning.settings.production",
        "DATABASE_URL": own_database(),
        "SECRET_KEY": "only-for-tests-" * 5,
        "ALLOWED_HOSTS": "example.org",
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}",
    }
    command = [sys.executable, "manage.py", "db_worker"]
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=output)
    try:
        until = time.monotonic() + 60
        while not smtp.asked and worker.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        worker.kill()
        worker.wait()
    assert smtp.asked == 1, log.read_text()
    smtp.pause = 0
    assert (state(only()), only().tries) == ("waiting", 1)
    pass_time(minutes=10)
    work()
    assert [received.recipients for received in smtp.received] == [[ANN]]
    assert state(only()) == "sent"


def test_nothing_personal_is_logged_or_queued(queue, smtp, sent, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    smtp.answers |= {ANN: "451 ann@example.org is away", BEN: "550 no ben@example.org"}
    sent(write(ANN, BEN, CLEO, subject="Secret", body="Private", reply_to=["dan@example.org"]))
    work()
    smtp.answers["RCPT"] = smtp.answers["DATA"] = "554 ann@example.org is unwanted"
    smtp.answers.pop(ANN)
    pass_time(minutes=1)
    work()
    smtp.stop()
    sent(write(ANN))
    work()
    assert [record.levelname for record in caplog.records if "twinning.mail.s" in record.name]
    said = caplog.text + "".join(r.getMessage() for r in caplog.records)
    said += str([(task.args_kwargs, task.return_value) for task in planned().model.objects.all()])
    said += str(list(OutgoingMessage.objects.values_list("error")))
    for word in ("ann@", "ben@", "cleo@", "dan@", "Secret", "Private", "unwanted"):
        assert word not in said, word


def together(number: int, do) -> list[object]:
    """What each of some threads returned, which began at the same moment."""
    barrier, found = threading.Barrier(number), []

    def run() -> None:
        try:
            barrier.wait()
            found.append(do())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_deliveries_at_once_send_one_message(queue, smtp) -> None:
    write().send()
    key = only().pk
    smtp.pause = 0.5
    assert sorted(together(4, lambda: tasks.attempt(key))) == [False, False, False, True]
    assert smtp.asked == len(smtp.received) == 1
    assert (state(only()), only().tries) == ("sent", 1)


def test_two_schedulers_share_what_is_due(queue, smtp) -> None:
    get_connection().send_messages([write(subject=str(number)) for number in range(20)])
    assert sum(together(3, outbox.deliver_due)) == 20
    assert sorted(int(r.message["Subject"]) for r in smtp.received) == list(range(20))
    assert OutgoingMessage.objects.filter(tries=1, sent_at__isnull=False).count() == 20


def test_a_real_commit_sends_and_a_real_rollback_does_not(db, smtp) -> None:
    with transaction.atomic():
        write(subject="Kept").send()
        try:
            with transaction.atomic():
                write(subject="Undone").send()
                raise RuntimeError
        except RuntimeError:
            pass
        assert smtp.received == []
    assert [received.message["Subject"] for received in smtp.received] == ["Kept"]
    assert only().sent_at

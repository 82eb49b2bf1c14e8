"""A message reaches a real mail server whole, at once or when the server is back, and once."""

import smtplib
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from tests.twinning.mail.helpers import (
    ANN,
    BEN,
    CLEO,
    SITE,
    only,
    pass_time,
    state,
    write,
)
from twinning.mail import outbox, sending, tasks
from twinning.mail.models import OutgoingMessage

TEXT = "Zażółć gęślą jaźń.\n.\nA line with a dot before; ÀÉÎÕÜ, 你好, 🚲\n"


def test_a_message_is_sent_once_it_is_committed(smtp, commit, db) -> None:
    with commit():
        assert write(ANN, cc=[BEN], bcc=[CLEO]).send() == 1
        assert smtp.received == []
    [received] = smtp.received
    assert received.sender == SITE
    assert received.recipients == [ANN, BEN, CLEO]
    assert received.message["To"] == ANN
    assert CLEO.encode() not in received.content
    assert received.text == "How are you?\n"
    assert state(only()) == "sent"


def test_letters_of_all_languages_arrive_whole(smtp, sent) -> None:
    message = EmailMultiAlternatives(
        "Opowieść z Kalisza: „Łąka” – " + "ß" * 200,
        TEXT,
        "Związek Miast <twinning@exämple.org>",
        ["François Œuvré <francois@example.org>"],
        reply_to=["Jürgen Groß <jürgen@example.org>"],
    )
    message.attach_alternative("<p>Zażółć</p>", "text/html")
    message.attach("zdjęcie.txt", "Łódź", "text/plain")
    sent(message)
    [received] = smtp.received
    assert received.sender == "twinning@xn--exmple-cua.org"
    assert received.message["Subject"].strip() == message.subject
    assert received.text == TEXT
    [to] = received.message["To"].addresses
    assert (to.display_name, to.addr_spec) == ("François Œuvré", "francois@example.org")
    assert received.message["Reply-To"].addresses[0].display_name == "Jürgen Groß"
    [attached] = received.message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("zdjęcie.txt", "Łódź")


def test_backends_that_keep_messages_get_the_same_parts(settings, sent, mailoutbox) -> None:
    settings.EMAIL_BACKEND = "twinning.mail.backend.OutboxBackend"
    message = EmailMultiAlternatives(
        "Grüße " * 40 + "!",
        TEXT,
        f"Städte <{SITE}>",
        [f"Zoë <{ANN}>"],
        [BEN],
        cc=[CLEO],
        reply_to=[BEN],
    )
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.attach_alternative("<p>Grüße</p>", "text/html")
    message.attach("a.bin", b"\0\r\n\xff", "application/x-thing")
    sent(message)
    [found] = mailoutbox
    for name in ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to"):
        assert getattr(found, name) == getattr(message, name), name
    assert found.alternatives == message.alternatives
    assert [tuple(each) for each in found.attachments] == [tuple(message.attachments[0])]
    assert found.extra_headers["Auto-Submitted"] == "auto-generated"
    assert found.recipients() == [ANN, CLEO, BEN]


def test_every_try_sends_the_same_message(smtp, sent) -> None:
    smtp.answers["DATA"] = "451 greylisted"
    sent(write())
    before = bytes(only().content)
    smtp.answers.clear()
    pass_time(minutes=1)
    assert outbox.deliver_due() == 1
    [received] = smtp.received
    assert received.content == before
    assert received.message["Message-ID"]


def test_delays_grow_from_a_minute_to_hours_over_three_days() -> None:
    assert list(sending.DELAYS) == sorted(sending.DELAYS)
    assert sending.DELAYS[0] == timedelta(minutes=1)
    assert timedelta(days=3) < sum(sending.DELAYS, timedelta()) < timedelta(days=4)


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_says_later_is_asked_later(smtp, sent, command: str) -> None:
    smtp.answers[command] = "450 busy with ann@example.org"
    sent(write())
    assert state(only()) == "waiting"
    assert only().error.endswith(" 450")
    smtp.answers.clear()
    pass_time(minutes=1)
    assert outbox.deliver_due() == 1
    assert len(smtp.received) == 1


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_a_server_that_says_never_is_not_asked_again(smtp, sent, command: str, caplog) -> None:
    smtp.answers[command] = "550 no ann@example.org here"
    sent(write())
    assert state(only()) == "failed"
    assert only().error.endswith(" 550")
    assert [r.levelname for r in caplog.records if r.name.startswith("twinning")] == ["ERROR"]
    smtp.answers.clear()
    pass_time(days=1)
    assert outbox.deliver_due() == 0
    assert smtp.received == []


@pytest.mark.parametrize(
    ("command", "answer"),
    [("MAIL", "530 log in first"), ("MAIL", "550 not you"), ("RCPT", "530 log in first")],
)
def test_a_server_that_takes_nothing_from_us_fails_no_message(smtp, sent, command, answer) -> None:
    smtp.answers[command] = answer
    sent(write())
    assert state(only()) == "waiting"


def test_a_message_that_is_too_large_fails(smtp, sent) -> None:
    smtp.answers["MAIL"] = "552 too large"
    sent(write())
    assert state(only()) == "failed"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (smtplib.SMTPAuthenticationError(535, b"wrong"), "waiting"),
        (smtplib.SMTPConnectError(554, b"go away"), "waiting"),
        (smtplib.SMTPServerDisconnected("bye"), "waiting"),
        (smtplib.SMTPNotSupportedError("no STARTTLS"), "waiting"),
        (TimeoutError(), "waiting"),
        (ValueError("TLS and SSL"), "waiting"),
    ],
)
def test_what_is_wrong_with_the_server_fails_no_message(
    smtp, sent, monkeypatch, error: Exception, expected: str
) -> None:
    def fail(*args: Any) -> None:
        raise error

    monkeypatch.setattr("twinning.mail.smtp.EmailBackend.open", fail)
    sent(write())
    assert state(only()) == expected
    assert only().error.split()[0] == type(error).__name__


def test_a_server_that_does_not_answer_is_left_after_a_while(smtp, sent, settings) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    smtp.pause = 1
    sent(write())
    assert (state(only()), only().error) == ("waiting", "SMTPServerDisconnected")


def test_a_server_that_does_not_say_goodbye_has_taken_the_message(smtp, sent, monkeypatch) -> None:
    def fail(*args: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr("smtplib.SMTP.quit", fail)
    sent(write())
    assert state(only()) == "sent"


def test_a_server_that_hangs_up_half_way_has_taken_nothing(smtp, sent) -> None:
    smtp.answers[BEN] = "421 closing"
    sent(write(ANN, BEN, CLEO))
    assert (state(only()), only().recipients) == ("waiting", [ANN, BEN, CLEO])
    smtp.answers.clear()
    pass_time(minutes=1)
    assert outbox.deliver_due() == 1
    assert smtp.received[0].recipients == [ANN, BEN, CLEO]


def test_all_recipients_may_be_refused_for_different_reasons(smtp, sent) -> None:
    smtp.answers |= {ANN: "451 later", BEN: "550 nobody"}
    sent(write(ANN, BEN))
    states = {m.recipients[0]: state(m) for m in OutgoingMessage.objects.all()}
    assert states == {ANN: "waiting", BEN: "failed"}
    assert smtp.received == []


def test_a_message_that_kills_every_worker_is_left_alone_in_the_end(db, smtp, sent) -> None:
    smtp.stop()
    sent(write())
    OutgoingMessage.objects.update(tries=len(sending.DELAYS) + 1)
    pass_time(minutes=1)
    outbox.deliver_due()
    assert state(only()) == "failed"


def test_what_took_longer_than_its_lease_was_sent_all_the_same(smtp, db) -> None:
    write().send()
    mine = sending.claim(only().pk)
    pass_time(minutes=10)
    assert sending.claim(only().pk) is not None
    sending.send(mine)
    assert state(only()) == "sent"


def test_who_has_lost_the_lease_says_nothing_of_failures(smtp, db) -> None:
    smtp.stop()
    write().send()
    mine = sending.claim(only().pk)
    pass_time(minutes=10)
    other = sending.claim(only().pk)
    sending.send(mine)
    assert only().leased_until == other.leased_until
    assert only().error == ""


def test_a_message_that_is_erased_while_it_is_sent_does_not_come_back(smtp, db) -> None:
    smtp.answers[BEN] = "451 later"
    write(ANN, BEN).send()
    mine = sending.claim(only().pk)
    assert outbox.erase(ANN) == 1
    sending.send(mine)
    assert not OutgoingMessage.objects.exists()


def test_what_is_rolled_back_was_never_sent(smtp, commit, db) -> None:
    with commit() as callbacks, pytest.raises(RuntimeError), transaction.atomic():
        write().send()
        raise RuntimeError
    assert callbacks == []
    assert not OutgoingMessage.objects.exists()
    assert smtp.received == []


def test_a_queue_that_fails_harms_nobody_and_loses_nothing(smtp, sent, monkeypatch) -> None:
    def fail(*args: Any) -> None:
        raise ConnectionError("no queue")

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "deliver", SimpleNamespace(enqueue=fail))
        sent(write())
    assert state(only()) == "waiting"
    assert outbox.deliver_due() == 1
    assert len(smtp.received) == 1

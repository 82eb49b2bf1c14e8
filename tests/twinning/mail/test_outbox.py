"""Whoever asks gets what concerns them, or has it erased; and what is done is purged."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.mail import get_connection
from django.core.management import call_command
from django.utils import timezone

from tests.twinning.mail.helpers import ANN, BEN, CLEO, SITE, only, pass_time, state, write
from twinning.mail import outbox
from twinning.mail.models import OutgoingMessage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings) -> None:
    settings.EMAIL_BACKEND = "twinning.mail.backend.OutboxBackend"


CONCERNING_ANN = [
    write(ANN),
    write("Ann <Ann@Example.ORG>"),
    write(BEN, cc=[CLEO, ANN]),
    write(BEN, bcc=[ANN]),
    write(BEN, reply_to=[f'"Smith, Ann" <{ANN}>, {CLEO}']),
    write(BEN, from_email=f"Ann <{ANN}>"),
    write(BEN, headers={"From": ANN}),
    write(BEN, headers={"Reply-To": f"{CLEO}, {ANN}"}),
    write(BEN, headers={"Sender": ANN}),
]
OTHERS = [
    write(BEN, subject=ANN, body=ANN),
    write("joann@example.org"),
    write("ann@example.organic"),
    write("ann_@example.org"),
    write("a%@example.org"),
]


@pytest.mark.parametrize("address", [ANN, " ANN@example.ORG ", "Ann <ann@example.org>"])
def test_all_messages_of_an_address_are_erased_and_no_other(address: str) -> None:
    get_connection().send_messages([*CONCERNING_ANN, *OTHERS])
    OutgoingMessage.objects.filter(pk__in=_keys()[::2]).update(sent_at=timezone.now())
    assert outbox.erase(address) == len(CONCERNING_ANN)
    assert OutgoingMessage.objects.count() == len(OTHERS)
    assert outbox.erase(address) == 0


@pytest.mark.parametrize(
    "address", ["a__@example.org", "a%@example.org", "%", "", "\n", "@", "ann"]
)
def test_nobody_is_found_by_a_pattern(address: str) -> None:
    write(ANN).send()
    assert outbox.erase(address) == 0
    assert outbox.export(address) == []


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("jürgen@example.org", "JÜRGEN@example.org"),
        ("ann@exämple.org", "ann@xn--exmple-cua.org"),
        ("ann@xn--exmple-cua.org", "Ann@Exämple.org"),
    ],
)
def test_addresses_in_other_letters_are_found(written: str, asked: str) -> None:
    write(BEN, reply_to=[written]).send()
    write(written).send()
    assert len(outbox.export(asked)) == 2
    assert outbox.erase(asked) == 2


def test_an_export_has_the_messages_as_json() -> None:
    write(f"Zoë <{ANN}>", subject="Grüße", body="Zażółć\nA second line\n", reply_to=[BEN]).send()
    write(CLEO).send()
    [found] = outbox.export(ANN)
    assert json.loads(json.dumps(found)) == {
        "created_at": OutgoingMessage.objects.order_by("pk")[0].created_at.isoformat(),
        "sent_at": None,
        "failed_at": None,
        "from": SITE,
        "to": [f"Zoë <{ANN}>"],
        "cc": [],
        "reply_to": [BEN],
        "subject": "Grüße",
        "text": "Zażółć\nA second line\n",
    }


def test_a_purge_takes_what_was_done_before_and_nothing_that_waits() -> None:
    now = timezone.now()
    old, new = now - timedelta(days=31), now - timedelta(days=29)
    get_connection().send_messages([write() for _ in range(5)])
    times = [{"sent_at": old}, {"failed_at": old}, {"sent_at": new}, {"failed_at": new}, {}]
    for key, values in zip(_keys(), times, strict=True):
        OutgoingMessage.objects.filter(pk=key).update(created_at=old, **values)
    kept = _keys()[2:]
    assert outbox.purge(now - timedelta(days=30)) == 2
    assert _keys() == kept


def test_the_command_sends_what_is_due_and_says_so(smtp) -> None:
    smtp.answers[BEN] = "451 later"
    get_connection().send_messages([write(), write(BEN), write(CLEO)])
    assert _run() == "2 messages sent, 1 waiting.\n"
    assert _run() == "0 messages sent, 1 waiting.\n"
    smtp.answers.clear()
    pass_time(minutes=1)
    assert _run() == "1 messages sent, 0 waiting.\n"
    assert [received.recipients for received in smtp.received] == [[ANN], [CLEO], [BEN]]


def test_without_a_queue_that_waits_the_command_brings_it_later(smtp, sent) -> None:
    smtp.stop()
    sent(write())
    assert state(only()) == "waiting"
    smtp.start()
    pass_time(minutes=1)
    assert _run() == "1 messages sent, 0 waiting.\n"


def test_the_longest_overdue_is_first(smtp) -> None:
    get_connection().send_messages([write(BEN), write(CLEO)])
    OutgoingMessage.objects.filter(pk=_keys()[1]).update(
        next_try_at=timezone.now() - timedelta(hours=1)
    )
    outbox.deliver_due()
    assert [received.recipients for received in smtp.received] == [[CLEO], [BEN]]


def _keys() -> list[int]:
    return list(OutgoingMessage.objects.order_by("pk").values_list("pk", flat=True))


def _run() -> str:
    output = StringIO()
    call_command("deliver_mail", stdout=output)
    return output.getvalue()

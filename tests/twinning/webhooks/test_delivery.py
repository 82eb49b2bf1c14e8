"""From something that happens to a receiver that has it: once, in order, whatever goes wrong."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.twinning.webhooks.helpers import pass_time, planned, states, work
from tests.twinning.webhooks.receivers import answers, drips, floods, hangs, now_and_then, streams
from twinning.priorities import OUTSIDE
from twinning.webhooks import claims, posting, results, tasks
from twinning.webhooks.models import Delivery, Event


def test_a_receiver_is_told_once_and_can_verify_it(receive, endpoint, say) -> None:
    there = receive()
    made = endpoint(there)
    say(7, subject="page:7")
    assert there.requests == []  # nothing is sent by who says so
    work()
    [received] = there.taken
    event = Event.objects.get()
    assert received.verify(made.secrets.get().value) == {
        "type": "changes",
        "timestamp": received.content["timestamp"],
        "data": {
            "generation": None,
            "events": [
                {
                    "id": event.uid,
                    "type": "settings.changed",
                    "timestamp": received.events[0]["timestamp"],
                    "generation": None,
                    "data": {"number": 7},
                }
            ],
        },
    }
    delivery = Delivery.objects.get()
    headers = {name.lower(): value for name, value in received.headers.items()}
    assert headers["webhook-id"] == delivery.uid
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"].startswith("Preston-Twinning-Webhooks/")
    assert (delivery.state, delivery.status, delivery.tries) == ("sent", 200, 1)
    assert delivery.response == "ok"
    work()
    assert len(there.requests) == 1


def test_what_happens_within_a_second_is_one_request(receive, endpoint, say, patience) -> None:
    patience(BATCH_SECONDS=1.0)
    there = receive()
    endpoint(there)
    for number in range(5):
        say(number)
    [look] = planned()  # one round for all of them
    assert look.priority == OUTSIDE
    work()
    assert there.requests == []
    pass_time(seconds=1)
    work()
    assert there.numbers == [0, 1, 2, 3, 4]
    assert len(there.requests) == 1


def test_a_large_batch_is_several_requests_in_order(receive, endpoint, say) -> None:
    there = receive()
    endpoint(there)
    say(*range(250))
    work()
    assert there.numbers == list(range(250))
    assert len(there.requests) == 3


def test_a_failure_is_tried_again_later_and_holds_back_what_follows(
    receive, endpoint, say, patience
) -> None:
    patience(DELAYS=(5, 30))
    there = receive(now_and_then(500, 200, 200))
    made = endpoint(there)
    say(1)
    work()
    say(2)
    work()
    assert len(there.requests) == 1
    made.refresh_from_db()
    assert made.state == "failing"
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status, delivery.error) == ("waiting", 500, "status")
    left = made.next_try_at - timezone.now()
    assert timedelta(seconds=4) < left <= timedelta(seconds=6)
    assert any(abs(look.run_after - made.next_try_at) < timedelta(seconds=1) for look in planned())
    pass_time(seconds=6)
    work()
    assert there.numbers == [1, 2]
    assert there.requests[0].events[0]["id"] == there.requests[1].events[0]["id"]
    assert there.requests[0].headers["webhook-id"] == there.requests[1].headers["webhook-id"]
    made.refresh_from_db()
    assert (made.state, made.failures) == ("good", 0)


def test_delays_grow_over_a_day_and_then_it_pauses_with_all_that_waits(
    receive, endpoint, say, patience
) -> None:
    from twinning import conf

    delays = conf.DEFAULTS["WEBHOOK_DELAYS"]
    assert sum(delays) >= 24 * 60 * 60
    patience(DELAYS=delays)
    there = receive(answers(500))
    made = endpoint(there)
    say(1)
    waited = []
    for _try in range(len(delays) + 1):
        tasks.run()
        made.refresh_from_db()
        waited.append((made.next_try_at - Delivery.objects.get().tried_at).total_seconds())
        pass_time(seconds=waited[-1] + 1)
    assert len(there.requests) == len(delays) + 1
    assert all(
        planned <= seconds <= planned * 1.2 + 10
        for planned, seconds in zip(delays, waited, strict=False)
    )
    assert list(delays) == sorted(delays)
    assert made.state == "paused"  # a day of nothing but failures
    assert states() == ["waiting"], "it is sent when somebody has it go on"


def test_what_an_endpoint_does_not_take_that_takes_others_has_failed_for_good(
    receive, endpoint, say, patience
) -> None:
    patience(DELAYS=(5,))
    made = endpoint(receive(answers(500)))
    say(1)
    for _try in range(2):
        tasks.run()
        pass_time(seconds=10)
    made.refresh_from_db()
    assert (made.state, states()) == ("failing", ["failed"])


def test_a_receiver_that_is_busy_says_for_how_long(receive, endpoint, say, patience) -> None:
    patience(DELAYS=(5,))
    made = endpoint(receive(answers(429, Retry_After="600")))
    say(1)
    tasks.run()
    made.refresh_from_db()
    assert made.next_try_at - timezone.now() > timedelta(seconds=590)


@pytest.mark.parametrize(
    ("manner", "error"),
    [
        (hangs, "timeout"),
        (drips, "timeout"),
        (answers(500), "status"),
        (answers(404), "status"),
        (answers(302, Location="http://127.0.0.1/"), "redirect"),
        (lambda handler, number: False, "broken_off"),
        (lambda handler, number: bool(handler.wfile.write(b"SSH-2.0\r\n")), "broken_off"),
    ],
)
def test_what_is_no_success(receive, endpoint, say, patience, manner, error) -> None:
    if error == "timeout":
        patience(SECONDS=0.6)
    made = endpoint(receive(manner))
    say(1)
    tasks.run(seconds=0)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == ("waiting", error)
    assert delivery.milliseconds < 2500
    made.refresh_from_db()
    assert made.leased_until is None


@pytest.mark.parametrize("manner", [streams, floods])
def test_an_answer_without_end_counts_by_its_status(
    receive, endpoint, say, manner, monkeypatch
) -> None:
    monkeypatch.setattr(posting, "BODY_SECONDS", 0.2)
    endpoint(receive(manner))
    say(1)
    tasks.run()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status) == ("sent", 200)
    assert 0 < len(delivery.response) <= posting.MOST_READ


def test_nobody_is_there(receive, endpoint, say) -> None:
    endpoint("http://127.0.0.1:1/")
    say(1)
    tasks.run(seconds=0)
    assert Delivery.objects.get().error == "no_connection"


def test_who_is_killed_after_sending_sends_it_again(receive, endpoint, say, monkeypatch) -> None:
    there = receive()
    endpoint(there)
    say(1)

    class Killed(BaseException):
        """Nobody catches it."""

    def killed(claim, answer):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(results, "record", killed)
        with pytest.raises(Killed):
            tasks.run()
    assert (len(there.requests), states()) == (1, ["waiting"])
    say(2)
    tasks.run()
    assert len(there.requests) == 1  # it is still in the hands of the one that was killed
    assert max(look.run_after for look in planned()) > timezone.now() + claims.LEASE
    pass_time(seconds=2 * claims.LEASE.total_seconds())
    work()
    assert there.numbers == [1, 1, 2]
    assert there.requests[0].headers["webhook-id"] == there.requests[1].headers["webhook-id"]
    assert Delivery.objects.order_by("pk")[0].tries == 2


def test_a_lease_that_is_over_unsays_no_success(receive, endpoint, say) -> None:
    made = endpoint(receive())
    say(1)
    first = claims.claim(made.pk)
    assert claims.claim(made.pk) is None
    pass_time(seconds=claims.LEASE.total_seconds())
    second = claims.claim(made.pk)
    assert second.delivery == first.delivery
    results.record(first, posting.Answer(500, "status"))
    assert states() == ["waiting"]
    made.refresh_from_db()
    assert made.leased_until == second.lease  # another's failure changes nothing
    results.record(first, posting.Answer(200))
    assert states() == ["sent"]


def test_what_is_rolled_back_is_never_told(receive, endpoint, db) -> None:
    from django.db import transaction

    from twinning.webhooks.events import emit

    endpoint(receive())
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        emit("settings.changed", {})
        raise ZeroDivisionError
    assert not Event.objects.exists()


def test_without_a_worker_only_the_command_sends(receive, endpoint, say, settings, capsys) -> None:
    from django.core.management import call_command

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    there = receive()
    endpoint(there)
    say(1, 2)
    assert there.requests == []
    call_command("deliver_webhooks")
    assert there.numbers == [1, 2]
    assert "1 deliveries sent." in capsys.readouterr().out
    assert not planned()


def test_names_of_receivers_and_bodies_are_in_no_log(receive, endpoint, say, caplog) -> None:
    endpoint(receive(answers(500, b"Ann Example")), name="Somebody's")
    say(1)
    tasks.run(seconds=0)
    text = " ".join(record.getMessage() for record in caplog.records)
    assert "did not take" in text
    assert "Ann" not in text and "127.0.0.1" not in text and "Somebody" not in text


def test_each_event_costs_each_endpoint_one_row(receive, endpoint, say) -> None:
    endpoint(receive(), is_active=False)
    endpoint(receive(), events=["page.moved"])
    kept = endpoint(receive(), events=["settings.changed"])
    say(1, 2)
    say(3, name="content.changed")
    other = endpoint(receive(), events=["settings.changed", "page.moved"])
    say(4)
    assert Counter(Event.objects.values_list("endpoint", flat=True)) == {kept.pk: 3, other.pk: 1}
    assert len(set(Event.objects.values_list("uid", flat=True))) == 3  # the same for both

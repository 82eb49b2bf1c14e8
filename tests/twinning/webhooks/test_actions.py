"""What administrators do about deliveries: try, send again, skip, pause."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.twinning.translation.rights.world import ADMINISTRATOR
from tests.twinning.webhooks.helpers import do, go_on, states, work
from tests.twinning.webhooks.receivers import answers, hangs
from twinning.webhooks import tasks
from twinning.webhooks.models import Delivery, Endpoint


def test_a_test_is_sent_at_once_and_never_again(admin, receive, endpoint) -> None:
    there = receive()
    made = endpoint(there, paused_at=timezone.now(), events=["page.moved"])
    page = admin.post(
        reverse("webhooks:log", args=[made.pk]), {"action": "test"}, follow=True
    ).content.decode()
    assert "status 200" in page
    [received] = there.taken
    received.verify(made.secrets.get().value)
    assert [event["type"] for event in received.events] == ["webhook.test"]
    work()
    assert len(there.requests) == 1


@pytest.mark.parametrize(("manner", "words"), [(hangs, "No answer in time"), (answers(500), "500")])
def test_a_test_that_fails_says_why(admin, receive, endpoint, patience, manner, words) -> None:
    patience(SECONDS=0.6 if manner is hangs else 6)
    made = endpoint(receive(manner))
    page = admin.post(
        reverse("webhooks:log", args=[made.pk]), {"action": "test"}, follow=True
    ).content.decode()
    assert "The test was not delivered" in page
    assert words in page
    made.refresh_from_db()
    assert (made.state, states()) == ("good", ["failed"])
    work()
    assert states() == ["failed"]


def test_a_test_is_not_sent_again_with_others(admin, receive, endpoint) -> None:
    there = receive(answers(500))
    made = endpoint(there)
    do(admin, made, "test")
    address = reverse("webhooks:delivery", args=[Delivery.objects.get().pk])
    assert 'value="replay"' not in admin.get(address).content.decode()
    page = admin.post(address, {"action": "replay"}, follow=True).content.decode()
    assert "It is sent again" not in page
    do(admin, made, "replay_failed")
    assert states() == ["failed"]
    work()
    assert len(there.requests) == 1


def test_what_has_failed_is_sent_again(admin, receive, endpoint, say, patience) -> None:
    there = receive(lambda handler, number: answers(200 if number > 3 else 500)(handler, number))
    patience(DELAYS=(60,))
    made = endpoint(there)
    for number in (1, 2):
        say(number)
        go_on()
    assert states() == ["failed", "failed"]
    first = Delivery.objects.order_by("pk")[0]
    say(3)
    address = reverse("webhooks:delivery", args=[first.pk])
    admin.post(address, {"action": "replay"})
    work()
    assert there.numbers == [1, 3]  # what is sent again comes before what waits
    assert there.taken[0].headers["webhook-id"] == there.requests[0].headers["webhook-id"]
    page = admin.post(
        reverse("webhooks:log", args=[made.pk]), {"action": "replay_failed"}, follow=True
    )
    assert "1 delivery is sent again." in page.content.decode()
    go_on()
    assert there.numbers == [1, 3, 2]
    admin.post(address, {"action": "replay"})
    go_on()
    assert there.numbers == [1, 3, 2, 1]
    assert set(states()) == {"sent"}


@pytest.mark.parametrize("values", [{"paused_at": timezone.now()}, {"is_active": False}])
def test_nothing_is_said_to_be_sent_that_waits(admin, receive, endpoint, values) -> None:
    there = receive()
    made = endpoint(there, **values)
    uids = [f"msg_{number}" for number in range(3)]
    first, *_others = [made.deliveries.create(uid=uid, state="failed") for uid in uids]
    address = reverse("webhooks:delivery", args=[first.pk])
    page = admin.post(address, {"action": "replay"}, follow=True).content.decode()
    assert "It waits: nothing is sent while the webhook is paused" in page
    assert "sent again." not in page
    address = reverse("webhooks:log", args=[made.pk])
    page = admin.post(address, {"action": "replay_failed"}, follow=True).content.decode()
    assert "2 deliveries wait: nothing is sent" in page
    assert "sent again." not in page
    work()
    assert (there.requests, set(states())) == ([], {"waiting"})


def test_one_that_is_in_the_way_is_skipped(admin, receive, endpoint, say, patience) -> None:
    def manner(handler, number):
        return answers(200 if number else 422)(handler, number)

    there = receive(manner)
    endpoint(there)
    say(1)
    tasks.run(seconds=0)
    say(2)
    tasks.run(seconds=0)
    assert len(there.requests) == 1
    address = reverse("webhooks:delivery", args=[Delivery.objects.get().pk])
    admin.post(address, {"action": "skip"})
    go_on()
    assert (there.numbers, states()) == ([2], ["skipped", "sent"])
    assert admin.post(address, {"action": "eat"}).status_code == 400
    elsewhere = reverse("webhooks:delivery", args=[Delivery.objects.last().pk + 99])
    assert admin.get(elsewhere).status_code == 404


@pytest.mark.parametrize(("how", "numbers"), [("resume", [1, 2, 3]), ("resume_without", [3])])
def test_paused_by_hand_and_going_on(admin, receive, endpoint, say, how, numbers) -> None:
    there = receive(lambda h, number: answers(200 if number else 500)(h, number))
    made = endpoint(there)
    say(1)
    tasks.run(seconds=0)
    do(admin, made, "pause")
    say(2)
    Endpoint.objects.update(next_try_at=timezone.now())
    work()
    assert len(there.requests) == 1
    page = admin.get(reverse("webhooks:log", args=[made.pk])).content.decode()
    assert "Paused by hand" in page
    do(admin, made, how)
    say(3)
    go_on()
    assert there.numbers == numbers


def test_a_day_of_failures_pauses_it_and_somebody_is_told(
    world, receive, endpoint, say, settings, django_capture_on_commit_callbacks
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    made = endpoint(receive(answers(503)), name="Front\nend")
    made.maintainers.add(world.users[ADMINISTRATOR])
    say(1)
    for hours in (0, 23, 2):
        Endpoint.objects.update(next_try_at=timezone.now())
        began = Endpoint.objects.get().failing_since
        if began:
            Endpoint.objects.update(failing_since=began - timedelta(hours=hours))
        assert not mail.outbox
        tasks.run(seconds=0)
    made.refresh_from_db()
    assert (made.state, made.pause_reason) == ("paused", "failing")
    [message] = mail.outbox
    assert message.to == [world.users[ADMINISTRATOR].email]
    assert "is paused" in message.subject
    assert reverse("webhooks:log", args=[made.pk]) in message.body
    assert states() == ["waiting"]


def test_a_receiver_that_is_gone_is_left_alone_at_once(
    world, receive, endpoint, say, settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    made = endpoint(receive(answers(410)))
    say(1)
    tasks.run(seconds=0)
    made.refresh_from_db()
    assert (made.state, made.pause_reason) == ("paused", "gone")
    told = {address for message in mail.outbox for address in message.to}
    assert told == {world.users[name].email for name in (ADMINISTRATOR, "superuser")}

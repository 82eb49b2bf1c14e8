"""Webhooks in the admin: who may, the form, the secret shown once, the log and what it offers."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.twinning.translation.rights.world import ADMINISTRATOR, EDITOR, team_of, translator_of
from tests.twinning.webhooks.helpers import go_on, states, work
from tests.twinning.webhooks.receivers import answers, hangs
from twinning.webhooks import keeping, signing, tasks
from twinning.webhooks.models import Delivery, Endpoint, Event, Secret

GIVEN = {"name": "Front end", "url": "https://front.example.org/hook", "is_active": "on"}


@pytest.fixture
def admin(world):
    """The browser of an administrator, who is no superuser."""
    return world.client(ADMINISTRATOR)


@pytest.fixture
def log(endpoint, receive):
    """An endpoint that takes everything, and the address of its page."""
    made = endpoint(receive())
    return made, reverse("webhooks:log", args=[made.pk])


def addresses(made: Endpoint) -> list[str]:
    delivery = made.deliveries.create(uid=signing.new_uid("msg"), state="sent")
    return [
        reverse("webhooks:index"),
        reverse("webhooks:add"),
        *(reverse(f"webhooks:{n}", args=[made.pk]) for n in ("edit", "delete", "log", "secret")),
        reverse("webhooks:delivery", args=[delivery.pk]),
    ]


def do(client, made: Endpoint, action: str):
    return client.post(reverse("webhooks:log", args=[made.pk]), {"action": action})


@pytest.mark.parametrize("name", [EDITOR, team_of("almelo"), translator_of("nl"), "nobody"])
def test_nobody_else_may(world, endpoint, name) -> None:
    made = endpoint("https://example.org/")
    client = world.client(name)
    for address in addresses(made):
        assert client.get(address).status_code in {302, 403}, address
    client.post(reverse("webhooks:add"), GIVEN)
    for action in ("test", "rotate", "pause", "replay_failed"):
        do(client, made, action)
    assert Endpoint.objects.get().paused_at is None
    assert (Secret.objects.count(), Event.objects.count()) == (1, 0)
    assert "webhooks" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_administrators_and_superusers_may(world, endpoint) -> None:
    made = endpoint("https://example.org/")
    for name in (ADMINISTRATOR, "superuser"):
        client = world.client(name)
        for address in addresses(made):
            assert client.get(address).status_code in {200, 302}, address
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("webhooks:index") in home


def test_who_may_only_look(world, django_user_model, endpoint, say, client) -> None:
    from django.contrib.auth.models import Permission

    made = endpoint("https://example.org/")
    user = django_user_model.objects.create_user("looker", "looker@example.org", "x")
    for codename in ("access_admin", "view_endpoint"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(user)
    page = client.get(reverse("webhooks:log", args=[made.pk]))
    assert page.status_code == 200
    assert 'value="rotate"' not in page.content.decode()
    assert client.get(reverse("webhooks:secret", args=[made.pk])).status_code == 403
    do(client, made, "pause")
    assert Endpoint.objects.get().paused_at is None


def test_anonymous_people_are_sent_to_the_login(client, endpoint) -> None:
    for address in addresses(endpoint("https://example.org/")):
        assert client.get(address).status_code == 302
        assert client.post(address).status_code == 302


def test_the_secret_is_shown_once(admin) -> None:
    there = admin.post(reverse("webhooks:add"), {**GIVEN, "events": ["page.published"]})
    made = Endpoint.objects.get()
    assert there.url == reverse("webhooks:secret", args=[made.pk])
    assert made.events == ["page.published"]
    page = admin.get(there.url)
    [shown] = re.findall(r"whsec_[\w+/=]+", page.content.decode())
    assert shown == made.secrets.get().value
    again = admin.get(there.url, follow=True)
    assert "whsec_" not in again.content.decode()
    assert "shown once only" in again.content.decode()
    for address in addresses(made):
        assert "whsec_" not in admin.get(address).content.decode()


def test_a_secret_is_shown_to_nobody_else(admin, world) -> None:
    admin.post(reverse("webhooks:add"), GIVEN)
    other = world.client("superuser").get(
        reverse("webhooks:secret", args=[Endpoint.objects.get().pk]), follow=True
    )
    assert "whsec_" not in other.content.decode()


def test_a_new_secret_and_the_one_before_it(admin, log) -> None:
    made, address = log
    old = made.secrets.get().value
    there = do(admin, made, "rotate")
    page = admin.get(there.url).content.decode()
    assert made.secrets.get(expires_at=None).value in page
    assert old not in page
    assert "24 hours" in page
    assert "valid until" in admin.get(address).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("url", "http://front.example.org/", "must begin with https://"),
        ("url", "front.example.org", "whole address"),
        ("url", "https://10.0.0.1/", "private network"),
        ("url", "https://me:secret@example.org/", "Leave out the name"),
        ("url", "https://example.org:25/", "no such port"),
        ("url", "", "required"),
        ("name", "", "required"),
        ("name", "Taken", "already exists"),
        ("events", ["page.eaten"], "page.eaten"),
        ("types", ["towns.Nothing"], "towns.Nothing"),
        ("locales", ["la"], "la is not one"),
        ("places", ["nowhere"], "nowhere"),
        ("maintainers", ["0"], "0 is not one"),
    ],
)
def test_mistakes_are_named_where_they_are(admin, endpoint, field, value, words) -> None:
    endpoint("https://example.org/", name="Taken")
    page = admin.post(reverse("webhooks:add"), {**GIVEN, field: value})
    assert page.status_code == 200
    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert words in str(errors[field])
    assert Endpoint.objects.count() == 1


def test_the_form_offers_what_there_is(admin, world) -> None:
    page = admin.get(reverse("webhooks:add")).content.decode()
    for value in ("page.published", "translation.stale", "towns.TownPage", "pl"):
        assert f'value="{value}"' in page
    towns = {str(team.town_key) for team in world.teams.values() if team.town_key}
    assert towns
    assert all(f'value="{key}"' in page for key in towns)
    maintainers = re.findall(r'name="maintainers" value="(\d+)"', page)
    assert {int(key) for key in maintainers} == {
        world.users[name].pk for name in (ADMINISTRATOR, "superuser")
    }


def test_saving_the_form_leaves_the_workers_columns_alone(admin, endpoint) -> None:
    from twinning.webhooks.admin.form import EndpointForm

    made = endpoint("https://example.org/")
    stale = Endpoint.objects.get()
    lease = timezone.now() + timedelta(seconds=30)
    Endpoint.objects.update(leased_until=lease, failures=3)
    form = EndpointForm({**GIVEN, "name": "Renamed"}, instance=stale)
    assert form.is_valid(), form.errors
    form.save()
    made.refresh_from_db()
    assert (made.name, made.leased_until, made.failures) == ("Renamed", lease, 3)


def test_the_lists_cost_the_same_for_any_number(admin, endpoint, say) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(address).status_code == 200
        return len(captured)

    made = endpoint("https://example.org/")
    made.deliveries.create(uid="msg_first")
    say(1)
    index, log = reverse("webhooks:index"), reverse("webhooks:log", args=[made.pk])
    cost(index), cost(log)
    few = cost(index), cost(log)
    for number in range(6):
        endpoint("https://example.org/", name=f"Another {number}")
        signing.rotate(made)
    say(2, 3, name="page.moved")
    for number in range(60):
        delivery = made.deliveries.create(uid=f"msg_{number}", state="failed", error="timeout")
        Event.objects.filter(delivery=None, pk__lte=number).update(delivery=delivery)
    assert (cost(index), cost(log)) == few
    assert few <= (12, 15)  # eleven of them are Wagtail's own, for the menu
    page = admin.get(f"{log}?p=2&state=failed").content.decode()
    assert "Page 2 of 2" in page
    assert page.count("No answer in time") == 10  # of 60
    assert "There is none." in admin.get(f"{log}?state=skipped").content.decode()
    assert admin.get(f"{log}?state=nonsense&p=x").status_code == 200


def test_a_delivery_with_its_request_and_answer(admin, receive, endpoint, say) -> None:
    made = endpoint(receive(answers(500, b"<script>no</script>")))
    say(7, subject="page:7")
    tasks.run(seconds=0)
    delivery = Delivery.objects.get()
    page = admin.get(reverse("webhooks:delivery", args=[delivery.pk])).content.decode()
    for shown in (made.url, delivery.uid, "page:7", "&quot;number&quot;: 7", "500", "Waiting"):
        assert shown in page, shown
    assert "&lt;script&gt;no&lt;/script&gt;" in page


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
def test_a_test_that_fails_says_why(admin, receive, endpoint, manner, words) -> None:
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
    assert admin.get(address.replace("1", "99")).status_code == 404


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


def test_what_is_old_is_forgotten_even_if_it_waits(receive, endpoint, say) -> None:
    made = endpoint(receive(), paused_at=timezone.now())
    say(1)
    Event.objects.update(created_at=timezone.now() - timedelta(days=15))
    say(2)
    delivery = made.deliveries.create(uid="msg_old", state="sent")
    Delivery.objects.update(created_at=timezone.now() - timedelta(days=15))
    assert keeping.purge() == 2
    assert [event.data["number"] for event in Event.objects.all()] == [2]
    assert not Delivery.objects.filter(pk=delivery.pk).exists()


def test_events_of_a_late_delivery_stay_with_it(receive, endpoint, say) -> None:
    made = endpoint(receive(answers(500)))
    say(1)
    Event.objects.update(created_at=timezone.now() - timedelta(days=15))
    tasks.run(seconds=0)
    keeping.purge()
    assert made.deliveries.get().events.count() == 1


@pytest.mark.parametrize("language", ["nl", "fr", "de", "pl"])
def test_an_endpoint_is_deleted_with_all_that_it_was_sent(admin, world, log, say, language) -> None:
    made, address = log
    say(1)
    tasks.run()
    assert admin.get(address).status_code == 200
    admin.post(reverse("webhooks:delete", args=[made.pk]))
    assert not Endpoint.objects.exists()
    assert not Delivery.objects.exists()

"""Webhooks in the admin: who may, the form, the secret shown once, the log and what it offers."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.twinning.translation.rights.world import ADMINISTRATOR, EDITOR, team_of, translator_of
from tests.twinning.webhooks.helpers import do
from tests.twinning.webhooks.receivers import answers
from twinning.webhooks import signing, tasks
from twinning.webhooks.models import Delivery, Endpoint, Event, Secret

GIVEN = {"name": "Front end", "url": "https://front.example.org/hook", "is_active": "on"}


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
        ("url", f"https://example.org/?q={'é' * 100}", "has 623 characters; 500 is the most"),
        ("url", f"https://example.org/{'a' * 500}", "at most 500 characters"),
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
    [error] = errors[field]
    assert words in error
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


def test_a_filter_that_is_offered_no_longer_stays(admin, endpoint) -> None:
    from twinning.webhooks.admin.form import EndpointForm

    gone = {"types": ["towns.GonePage"], "places": ["gone"]}
    made = endpoint("https://example.org/", **gone)
    form = EndpointForm({**GIVEN, **gone}, instance=made)
    assert form.is_valid(), form.errors
    assert 'value="towns.GonePage"' in str(form["types"])
    assert {name: form.cleaned_data[name] for name in gone} == gone


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


@pytest.mark.parametrize("language", ["nl", "fr", "de", "pl"])
def test_an_endpoint_is_deleted_with_all_that_it_was_sent(admin, world, log, say, language) -> None:
    made, address = log
    say(1)
    tasks.run()
    assert admin.get(address).status_code == 200
    admin.post(reverse("webhooks:delete", args=[made.pk]))
    assert not Endpoint.objects.exists()
    assert not Delivery.objects.exists()

"""The site history has who came in, who failed to, and who was given what."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import GroupPagePermission, ModelLogEntry

from twinning import privacy
from twinning.security.audit.actions import ACTIONS

PASSWORD = "seven swans on the canal"


@pytest.fixture
def anna(db):
    return get_user_model().objects.create_superuser("anna", "anna@example.org", PASSWORD)


def entries(action: str):
    return ModelLogEntry.objects.filter(action=f"twinning.{action}").order_by("pk")


def attempt(name: str, password: str) -> None:
    Client().post("/admin/login/", {"username": name, "password": password})


def test_logins_and_failures(anna) -> None:
    attempt("anna", PASSWORD)
    attempt("anna", "wrong")
    attempt("nobody", "wrong")
    assert entries("login").get().user == anna
    failed = entries("login_failed").get()
    assert (failed.object_id, failed.user) == (str(anna.pk), None)
    assert "nobody" not in str(ModelLogEntry.objects.values())


def test_nobody_fills_the_log_from_outside(anna) -> None:
    for _time in range(25):
        attempt("anna", "wrong")
    assert entries("login_failed").count() == 20


def test_passwords(anna) -> None:
    before = entries("password").count()
    anna.set_password("three herons by the weir")
    anna.save()
    assert entries("password").count() == before + 1
    assert "herons" not in str(ModelLogEntry.objects.values())


def test_roles(anna, tree) -> None:
    bert = get_user_model().objects.create_user("bert", "bert@example.org", PASSWORD)
    group = Group.objects.create(name="Translators of Kalisz")
    bert.groups.add(group)
    assert not entries("roles").exists(), "commands say for themselves what they do"
    change = Permission.objects.get(codename="change_page")
    with LogContext(user=anna):
        bert.groups.remove(group)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        row = GroupPagePermission.objects.create(group=group, page=tree.home, permission=change)
        row.delete()
    found = [(entry.content_type.model, entry.data) for entry in entries("roles")]
    assert found == [
        ("user", {"removed": ["Translators of Kalisz"]}),
        ("group", {"added": ["access_admin"]}),
        ("group", {"added": [f"change_page ({tree.home.pk})"]}),
        ("group", {"removed": [f"change_page ({tree.home.pk})"]}),
    ]
    assert all(entry.user == anna for entry in entries("roles"))
    assert "removed: Translators of Kalisz" in entries("roles")[0].message


def test_exports(anna) -> None:
    client = Client()
    client.force_login(anna)
    client.post(reverse("personal_data"), {"address": "who@example.org", "action": "look"})
    assert not entries("export").exists()
    client.post(reverse("personal_data"), {"address": "who@example.org", "action": "download"})
    assert entries("export").get().data == {"what": "personal_data", "number": 0}
    client.get(f"{reverse('enquiries:index')}?export=csv")
    assert entries("export").last().data == {"what": "enquiries", "number": 0}
    assert "who@example.org" not in str(ModelLogEntry.objects.values())


def test_the_history_shows_and_filters_it(anna) -> None:
    client = Client()
    client.force_login(anna)
    attempt("anna", "wrong")
    path = reverse("wagtailadmin_reports:site_history")
    html = client.get(f"{path}?action=twinning.login_failed").content.decode()
    assert "A login with this name failed" in html
    assert str(ACTIONS["twinning.login_failed"][0]) in html, "in the filter"


def test_the_log_goes_in_time(anna, settings) -> None:
    attempt("anna", PASSWORD)
    old = timezone.now() - timedelta(days=731)
    ModelLogEntry.objects.create(
        content_type=entries("login").get().content_type,
        action="wagtail.edit",
        label="x",
        timestamp=old,
        object_id="1",
    )
    entries("login").update(timestamp=timezone.now() - timedelta(days=729))
    assert privacy.purge()["security_log"] == 0
    entries("login").update(timestamp=old)
    ModelLogEntry.objects.filter(action="wagtail.edit").update(action="wagtail.apitoken.create")
    assert privacy.purge()["security_log"] == 2
    assert not ModelLogEntry.objects.filter(action="wagtail.apitoken.create").exists()


def test_what_happened_to_pages_is_kept(anna) -> None:
    attempt("anna", PASSWORD)
    entries("login").update(action="wagtail.edit", timestamp=timezone.now() - timedelta(days=731))
    assert privacy.purge()["security_log"] == 0


def test_somebody_may_see_what_is_kept_of_them(anna) -> None:
    attempt("anna", PASSWORD)
    [entry] = privacy.export("anna@example.org")["security_log"]
    assert entry["action"] == "twinning.login"


def made_of(user) -> list[tuple[str, object]]:
    """What the log has of an account's state, and who did it."""
    found = ModelLogEntry.objects.filter(object_id=str(user.pk), content_type__model="user")
    of_state = [entry for entry in found.order_by("pk") if entry.action in STATES]
    return [(entry.action.removeprefix("twinning."), entry.user) for entry in of_state]


STATES = [name for name in ACTIONS if name.startswith(("twinning.administrator", "twinning.acc"))]


def test_administrators_and_accounts(anna) -> None:
    bert = get_user_model().objects.create_user("bert", "bert@example.org", PASSWORD)
    assert made_of(anna) == [("administrator.given", None)], "by a command"
    assert made_of(bert) == []
    with LogContext(user=anna):
        for name, value in (("is_superuser", True), ("is_active", False), ("is_active", True)):
            setattr(bert, name, value)
            bert.save()
        bert.is_superuser = False
        bert.save(update_fields=["first_name"])
        assert len(made_of(bert)) == 3, "it is not saved yet"
        bert.save(update_fields=["is_superuser"])
        bert.save()
    assert made_of(bert) == [
        ("administrator.given", anna),
        ("account.deactivated", anna),
        ("account.activated", anna),
        ("administrator.taken", anna),
    ]


def test_accounts_are_changed_in_the_admin(anna) -> None:
    users = [
        get_user_model().objects.create_user(name, f"{name}@example.org", PASSWORD)
        for name in ("bert", "cleo")
    ]
    users[1].is_active = False
    users[1].save()
    client = Client()
    client.force_login(anna)
    form = {"username": "bert", "email": "bert@example.org", "first_name": "B", "last_name": "B"}
    client.post(
        reverse("wagtailusers_users:edit", args=[users[0].pk]),
        {**form, "is_active": "on", "is_superuser": "on"},
    )
    path = reverse("wagtail_bulk_action", args=["users", "user", "set_active_state"])
    chosen = "&".join(f"id={user.pk}" for user in users)
    client.post(f"{path}?{chosen}", {"mark_as_active": "False"})
    assert not get_user_model().objects.filter(is_active=True, username="bert").exists()
    assert made_of(users[0]) == [("administrator.given", anna), ("account.deactivated", anna)]
    assert made_of(users[1]) == [("account.deactivated", None)], "it was closed already"

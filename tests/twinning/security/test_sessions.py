"""Sessions end in time, change at the login, and end with the password."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from twinning.security.tasks import forget_sessions

PASSWORD = "seven swans on the canal"


@pytest.fixture
def anna(db):
    return get_user_model().objects.create_superuser("anna", "anna@example.org", PASSWORD)


def logged_in() -> Client:
    client = Client()
    client.post("/admin/login/", {"username": "anna", "password": PASSWORD})
    return client


@pytest.fixture
def later(monkeypatch):
    """Lets time go by, in minutes."""
    real, gone = time.time, [0]
    monkeypatch.setattr("twinning.security.sessions.time.time", lambda: real() + gone[0])

    def go_by(minutes: int) -> None:
        gone[0] += minutes * 60

    return go_by


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_a_session_ends_when_nobody_asks(anna, later) -> None:
    client = logged_in()
    for _time in range(3):
        later(110)
        assert is_in(client)
    later(121)
    assert not is_in(client)
    assert not is_in(client)


def test_a_session_ends_however_busy_it_is(anna, later) -> None:
    client = logged_in()
    for _time in range(7):
        later(100)
        assert is_in(client)
    later(100)
    assert not is_in(client)


def test_a_key_from_before_the_login_is_worth_nothing(anna) -> None:
    client = Client()
    session = client.session
    session["a"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post("/admin/login/", {"username": "anna", "password": PASSWORD})
    assert client.cookies["sessionid"].value != session.session_key
    assert is_in(client)


def test_another_password_ends_all_sessions(anna) -> None:
    one, two = logged_in(), logged_in()
    anna.set_password("another good password")
    anna.save()
    assert not is_in(one) and not is_in(two)


def test_cookies_are_for_this_site_alone(anna, settings) -> None:
    cookie = logged_in().cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["domain"]


@pytest.mark.parametrize(
    "bad", ["short1word", "password1234", "123456789012345", "anna@example.org1"]
)
def test_a_weak_password_is_refused(anna, bad: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        validate_password(bad, anna)
    validate_password("three herons by the weir", anna)


def test_sessions_whose_time_is_over_are_deleted(anna) -> None:
    mine, other = logged_in(), logged_in()
    over = Session.objects.filter(pk=other.session.session_key)
    over.update(expire_date=timezone.now() - timedelta(minutes=1))
    forget_sessions.call()
    assert [row.pk for row in Session.objects.all()] == [mine.session.session_key]

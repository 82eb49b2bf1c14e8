"""Whoever tries passwords is turned away soon, and locks nobody else out."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

LOGIN = "/admin/login/"
PASSWORD = "seven swans on the canal"


@pytest.fixture(autouse=True)
def _counted(settings) -> None:
    settings.AXES_ENABLED = True
    settings.TWINNING = {**settings.TWINNING, "PROXIES": 1, "LOGIN_LIMIT": (3, 600)}


@pytest.fixture(autouse=True)
def anna(db):
    return get_user_model().objects.create_superuser("anna", "anna@example.org", PASSWORD)


def attempt(name: str, password: str, address: str = "192.0.2.1", **headers: str):
    form = {"username": name, "password": password}
    return Client().post(LOGIN, form, headers={"X-Forwarded-For": address, **headers})


def locked(name: str, address: str = "192.0.2.1") -> None:
    for _time in range(3):
        answer = attempt(name, "wrong", address)
    assert answer.status_code == 429


def test_too_many_failures_are_429_even_with_the_right_password() -> None:
    assert attempt("anna", "wrong").status_code == 200
    locked("anna")
    answer = attempt("anna", PASSWORD)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "600"
    assert "no-store" in answer.headers["Cache-Control"]


def test_nobody_is_locked_out_by_their_name_alone() -> None:
    locked("anna", "198.51.100.7")
    assert attempt("anna", PASSWORD).status_code == 302
    assert attempt("bert", "wrong", "198.51.100.7").status_code == 200


def test_a_forged_address_does_not_help() -> None:
    """What stands before the address that our own proxy heard is anybody's."""
    for number in range(3):
        answer = attempt("anna", "wrong", f"203.0.113.{number}, 192.0.2.1")
    assert answer.status_code == 429
    assert attempt("anna", PASSWORD, "203.0.113.99, 192.0.2.1").status_code == 429


def test_spelling_a_name_differently_does_not_help() -> None:
    attempt("anna", "wrong")
    attempt("ANNA", "wrong")
    assert attempt(" anna", "wrong").status_code == 429


def test_success_forgives() -> None:
    attempt("anna", "wrong")
    attempt("anna", "wrong")
    assert attempt("anna", PASSWORD).status_code == 302
    assert attempt("anna", "wrong").status_code == 200


def test_an_unknown_name_is_answered_like_a_known_one() -> None:
    locked("anna")
    locked("nobody")
    known, unknown = attempt("anna", "wrong"), attempt("nobody", "wrong")
    assert known.status_code == unknown.status_code == 429
    words = "Please wait 10 minutes, then try again."
    assert words in known.content.decode() and words in unknown.content.decode()


def test_the_table_names_nobody() -> None:
    attempt("anna", "wrong")
    [row] = AccessAttempt.objects.values()
    kept = str(row)
    assert "anna" not in kept and "192.0.2.1" not in kept and "wrong" not in kept


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Please wait 10 minutes"),
        ("nl", "Wacht 10 minuten"),
        ("fr", "Veuillez patienter 10 minutes"),
        ("de", "Bitte warten Sie 10 Minuten"),
        ("pl", "Proszę odczekać 10 minut"),
    ],
)
def test_it_is_said_in_the_readers_language(language: str, words: str) -> None:
    locked("anna")
    answer = attempt("anna", "x", **{"Accept-Language": language})
    assert answer.headers["Content-Language"] == language
    assert words in answer.content.decode()
    assert f'lang="{language}"' in answer.content.decode()


def test_one_client_may_not_try_all_names(settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "LOGIN_CLIENT_LIMIT": (4, 3600)}
    answers = [attempt(f"user{number}", "x").status_code for number in range(6)]
    assert answers == [200] * 4 + [429] * 2
    assert attempt("anna", PASSWORD, "198.51.100.8").status_code == 302


def test_a_mailbox_is_not_filled(settings) -> None:
    path = reverse("wagtailadmin_password_reset")
    for number in range(3):
        answer = Client().post(
            path, {"email": "anna@example.org"}, headers={"X-Forwarded-For": f"192.0.2.{number}"}
        )
        assert answer.status_code == 302
    answer = Client().post(
        path, {"email": "Anna@example.org"}, headers={"X-Forwarded-For": "192.0.2.9"}
    )
    assert answer.status_code == 429
    unknown = [Client().post(path, {"email": "x@example.org"}).status_code for _time in range(4)]
    assert unknown == [302, 302, 302, 429], "nobody learns who is there"
    assert len(mail.outbox) <= 3


def test_a_protected_pages_password_is_not_guessed(tree, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "PASSWORD_CLIENT_LIMIT": (2, 600)}
    restriction = PageViewRestriction.objects.create(
        page=tree.almelo, restriction_type="password", password="bridge"
    )
    path = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, tree.almelo.pk])
    form = {"return_url": tree.almelo.url}
    codes = [Client().post(path, {**form, "password": f"{n}"}).status_code for n in range(2)]
    assert codes == [200, 200]
    answer = Client().post(path, {**form, "password": "bridge"})
    assert answer.status_code == 429
    assert 'class="page message"' in answer.content.decode(), "the site's own look"


def test_a_protected_pages_password_opens_it(client, tree) -> None:
    restriction = PageViewRestriction.objects.create(
        page=tree.almelo, restriction_type="password", password="bridge"
    )
    path = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, tree.almelo.pk])
    answer = client.post(path, {"return_url": tree.almelo.url, "password": "bridge"})
    assert answer.status_code == 302
    assert client.get(tree.almelo.url).status_code == 200


def test_a_page_says_it_in_its_own_language(rf) -> None:
    from twinning.security.throttling import refusal

    request = rf.post("/pl/_util/", headers={"Accept-Language": "fr"})
    with translation.override("en"):
        assert refusal.answer(request, 61).headers["Content-Language"] == "pl"

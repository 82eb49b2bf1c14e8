"""What goes into the outbox, and what never does."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.checks import run_checks
from django.core.mail import BadHeaderError
from django.db import DatabaseError
from django.urls import reverse
from wagtail.admin.mail import send_mail as wagtail_send_mail

from tests.twinning.mail.helpers import ANN, BEN, CLEO, SITE, only, write
from twinning.mail.models import OutgoingMessage

OUTBOX = "twinning.mail.backend.OutboxBackend"


@pytest.fixture(autouse=True)
def _outbox(settings, db) -> None:
    settings.EMAIL_BACKEND = OUTBOX


def test_what_django_and_wagtail_send_goes_through_it(smtp, commit, client) -> None:
    get_user_model().objects.create_superuser("ann", ANN, "pass")
    with commit():
        client.post(reverse("wagtailadmin_password_reset"), {"email": ANN})
        wagtail_send_mail("Published", "A page", [BEN])
        mail.send_mail("Hello", "There", SITE, [CLEO], html_message="<p>There</p>")
        mail.send_mass_mail([("A", "a", SITE, [ANN]), ("B", "b", SITE, [BEN, CLEO])])
    assert [received.recipients for received in smtp.received] == [
        [ANN],
        [BEN],
        [CLEO],
        [ANN],
        [BEN, CLEO],
    ]
    assert "/admin/password_reset/confirm/" in smtp.received[0].text


@pytest.mark.parametrize(
    "message",
    [
        write(subject="Hello\nBcc: eve@example.org"),
        write(f"{ANN}\nBcc: eve@example.org"),
        write(f"{ANN}\r\nBcc: eve@example.org"),
        write(from_email=f"{SITE}\nBcc: eve@example.org"),
        write(reply_to=[f"{ANN}\nBcc: eve@example.org"]),
        write(cc=[f"{ANN}\n\nA body"]),
        write(headers={"X-Name": "Ann\nBcc: eve@example.org"}),
        # What Python takes for the end of a line, and would write as one.
        write(subject="Hello\x0bBcc: eve@example.org"),
        write(reply_to=[f'"Ann\x0c" <{ANN}>']),
        write(headers={"X-Name": "Ann\x1eBcc: eve@example.org"}),
        write(subject="Hello\x0band a body"),
        write(subject="Hello\0"),
    ],
)
def test_a_header_of_two_lines_is_refused_and_nothing_stored(message) -> None:
    with pytest.raises(BadHeaderError):
        mail.get_connection().send_messages([write(), message])
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize(
    "message",
    [
        write(bcc=[f"{ANN}\nRCPT TO:<eve@example.org>"]),
        write("ann@example.org, eve@example.org"),
        write("Ann <ann@example.org> RCPT"),
        write("ann"),
        write('"'),
        write('"0"@:'),
        write(bcc=["<>"]),
        write(f"{'ä' * 100}@example.org"),
    ],
)
def test_what_is_no_address_is_refused_and_nothing_stored(message) -> None:
    with pytest.raises(ValueError, match=r"[Aa]ddress|arguments"):
        mail.get_connection().send_messages([write(), message])
    assert not OutgoingMessage.objects.exists()


def test_the_envelope_has_bare_addresses_once_each() -> None:
    message = write(f"Ann Ä <{ANN}>", from_email=f"Towns <{SITE}>", cc=[ANN], bcc=["b@exämple.org"])
    assert message.send() == 1
    assert only().sender == SITE
    assert only().recipients == [ANN, "b@xn--exmple-cua.org"]


def test_a_message_to_nobody_is_none() -> None:
    assert mail.get_connection().send_messages([write(), mail.EmailMessage("To nobody")]) == 1
    assert only().recipients == [ANN]


def test_a_database_that_fails_is_told_unless_nobody_wants_to_know(monkeypatch) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(OutgoingMessage.objects, "bulk_create", fail)
    with pytest.raises(DatabaseError):
        write().send()
    assert write().send(fail_silently=True) == 0


@pytest.mark.parametrize(
    ("name", "errors"),
    [
        ("twinning.mail.smtp.EmailBackend", 0),
        ("django.core.mail.backends.console.EmailBackend", 0),
        (OUTBOX, 1),
        ("twinning.mail.smtp.Nothing", 1),
        ("nothing", 1),
        ("twinning.mail.smtp.PartlyRefused", 1),
        (None, 1),
    ],
)
def test_the_backend_that_sends_is_checked(settings, name: str, errors: int) -> None:
    settings.TWINNING = {"MAIL_BACKEND": name}
    found = [error for error in run_checks() if error.id == "twinning.E002"]
    assert len(found) == errors
    assert all(error.hint for error in found)

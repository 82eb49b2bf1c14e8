"""What is kept of people: the commands, and the page in the admin that goes through all of it."""

import io
import json
import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from home.models import Enquiry
from tests import factories
from twinning import privacy
from twinning.mail.models import OutgoingMessage
from twinning.submissions.models import Attempts, Receipt

pytestmark = pytest.mark.django_db

PAGE = "/admin/personal-data/"


@pytest.fixture
def _outbox(settings) -> None:
    """E-mail goes through the outbox, as on a site."""
    settings.EMAIL_BACKEND = "twinning.mail.backend.OutboxBackend"


@pytest.fixture
def anna(_outbox) -> Enquiry:
    """An enquiry of hers, and an e-mail to her."""
    mail.send_mail("We have it", "Thank you.", "site@example.org", ["anna@example.org"])
    mail.send_mail("We have it", "Thank you.", "site@example.org", ["other@example.org"])
    factories.EnquiryFactory(email="other@example.org")
    return factories.EnquiryFactory(email="Anna@example.org")


def command(*arguments: str) -> str:
    output = io.StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


def test_everything_is_exported(anna) -> None:
    found = json.loads(command("personal_data", "export", "anna@EXAMPLE.org"))
    assert [enquiry["reference"] for enquiry in found["enquiries"]] == [anna.reference]
    assert [message["subject"] for message in found["mail"]] == ["We have it"]
    assert found["mail"][0]["to"] == ["anna@example.org"]
    assert found["receipts"] == []


def test_everything_is_erased(anna) -> None:
    erased = json.loads(command("personal_data", "erase", "anna@example.org"))
    assert (erased["enquiries"], erased["mail"]) == (1, 1)
    assert Enquiry.objects.get().email == "other@example.org"
    assert OutgoingMessage.objects.get().correspondents.count("other@example.org") == 1
    assert not any(json.loads(command("personal_data", "export", "anna@example.org")).values())


@pytest.mark.parametrize("action", ["export", "erase"])
def test_what_is_no_address_is_refused(anna, action) -> None:
    for address in ("anna", "", "%@example.org %", "anna@"):
        with pytest.raises(CommandError):
            command("personal_data", action, address)
    assert Enquiry.objects.count() == 2


def test_what_is_old_is_purged(anna, settings) -> None:
    settings.TWINNING = {
        **settings.TWINNING,
        "KEEP_ENQUIRY_DAYS": 20,
        "KEEP_MAIL_DAYS": 10,
        "KEEP_RECEIPT_DAYS": 5,
    }
    now = timezone.now()
    Enquiry.objects.filter(pk=anna.pk).update(touched_at=now - timedelta(days=21))
    sent, waiting = OutgoingMessage.objects.order_by("pk")
    OutgoingMessage.objects.filter(pk=sent.pk).update(sent_at=now - timedelta(days=11))
    OutgoingMessage.objects.filter(pk=waiting.pk).update(sent_at=None, failed_at=None)
    Receipt.objects.create(key="old")
    Receipt.objects.update(created_at=now - timedelta(days=6))
    Receipt.objects.create(key="new")
    Attempts.objects.create(key="a", count=1, expires_at=now - timedelta(seconds=1))
    lines = dict(line.split(": ") for line in command("purge").splitlines())
    assert {name: lines[name] for name in ("enquiries", "mail", "receipts")} == {
        "enquiries": "1",
        "mail": "1",
        "receipts": "2",
    }
    assert OutgoingMessage.objects.get() == waiting
    assert set(command("purge").split()[1::2]) == {"0"}


def test_the_task_says_how_much_and_nothing_else(anna, settings, caplog) -> None:
    from twinning.submissions.tasks import purge

    settings.TWINNING = {**settings.TWINNING, "KEEP_ENQUIRY_DAYS": 0}
    with caplog.at_level(logging.INFO):
        purge.call()
    assert "'enquiries': 2" in caplog.text and "@" not in caplog.text


# The page in the admin


@pytest.fixture
def admin(django_user_model) -> Client:
    """An administrator's browser, which needs its CSRF token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(django_user_model.objects.create_superuser("root", "root@example.org", "x"))
    return client


def post(client: Client, action: str, address: str = "anna@example.org"):
    token = client.get(PAGE).context["csrf_token"]
    data = {"csrfmiddlewaretoken": str(token), "action": action, "address": address}
    return client.post(PAGE, data)


def test_the_page_says_how_much_there_is(admin, anna) -> None:
    answer = post(admin, "look")
    assert answer.context["found"] == {
        "Enquiries": 1,
        "E-mails": 1,
        "Log": 0,
        "Receipts": 0,
        "Searches without result": 0,
        "Shared stories": 0,
        "Comments on drafts": 0,
    }
    html = answer.content.decode()
    assert anna.message not in html and "Erase" in html and "Download" in html
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Erase" not in post(admin, "look", "nobody@example.org").content.decode()
    assert Enquiry.objects.count() == 2


def test_the_page_gives_all_of_it(admin, anna) -> None:
    answer = post(admin, "download")
    assert json.loads(answer.content) == privacy.export("anna@example.org")
    assert anna.message in answer.content.decode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="personal-data.json"'
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_page_erases_once_that_is_confirmed(admin, anna) -> None:
    asked = post(admin, "ask").content.decode()
    assert "Are you sure?" in asked and Enquiry.objects.count() == 2
    answer = post(admin, "erase")
    assert answer.status_code == 302 and answer.headers["Location"] == PAGE
    html = admin.get(PAGE).content.decode()
    assert "2 records were erased." in html and "anna@" not in html
    assert Enquiry.objects.get().email == "other@example.org"


def test_all_of_it_is_erased_or_nothing(admin, anna, monkeypatch) -> None:
    def fail(address: str) -> int:
        raise DatabaseError

    keeper = privacy.Keeper("zzz", export=lambda address: [], erase=fail, purge=lambda: 0)
    monkeypatch.setitem(privacy._keepers, "zzz", keeper)
    with pytest.raises(DatabaseError):
        post(admin, "erase")
    assert Enquiry.objects.count() == 2 and OutgoingMessage.objects.count() == 2


@pytest.mark.parametrize(
    ("action", "address"),
    [
        ("look", ""),
        ("erase", "anna"),
        ("erase", "a@b.example, anna@example.org"),
        ("", "a@b.example"),
    ],
)
def test_what_makes_no_sense_does_nothing(admin, anna, action, address) -> None:
    answer = post(admin, action, address)
    assert answer.status_code == 422 and "found" not in answer.context
    assert Enquiry.objects.count() == 2


def test_the_address_is_in_no_address_and_no_log(admin, anna, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        for action in ("look", "download", "ask", "erase"):
            post(admin, action)
    # Django logs its SQL at this level, which no site turns on.
    lines = [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    assert not [line for line in lines if "anna" in line.lower()]
    assert admin.get(f"{PAGE}?address=anna@example.org").context.get("found") is None


def test_it_needs_the_token_and_an_administrator(admin, anna, django_user_model) -> None:
    data = {"action": "erase", "address": "anna@example.org"}
    assert admin.post(PAGE, data).status_code == 403
    editor = django_user_model.objects.create_user("editor", "editor@example.org", "x")
    for permission in Permission.objects.all():
        editor.user_permissions.add(permission)
    client = Client()
    for status in (302, 403):  # nobody, then an editor who has every permission
        for answer in (client.get(PAGE), client.post(PAGE, data)):
            assert answer.status_code == status and answer.headers.get("Location") != PAGE
        assert PAGE not in client.get("/admin/").content.decode()
        client.force_login(editor)
    assert Enquiry.objects.count() == 2
    assert PAGE in admin.get("/admin/").content.decode()

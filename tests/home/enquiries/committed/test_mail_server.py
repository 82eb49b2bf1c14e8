"""An enquiry and a real mail server, which is away when it comes in."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from home.models import Enquiry
from twinning.mail.models import OutgoingMessage


def test_nothing_is_lost_while_the_mail_server_is_away(
    smtp,
    send,
    enquiry_page,
    admin_user,
    caplog,
) -> None:
    smtp.stop()
    assert send(enquiry_page).status_code == 303
    enquiry = Enquiry.objects.get()
    assert OutgoingMessage.objects.filter(sent_at=None).count() == 2
    smtp.start()
    smtp.answers["DATA"] = "451 not now"
    _let_time_pass()
    call_command("deliver_mail")
    assert smtp.received == []
    del smtp.answers["DATA"]
    for _again in range(2):
        _let_time_pass()
        call_command("deliver_mail")
    to_team, receipt = sorted(
        smtp.received, key=lambda found: found.recipients != ["admin@example.com"]
    )
    assert to_team.message["Reply-To"] == "anna@example.org"
    assert enquiry.message in to_team.text and enquiry.reference in to_team.message["Subject"]
    assert receipt.recipients == ["anna@example.org"]
    assert enquiry.reference in receipt.text and enquiry.message not in receipt.text
    assert not OutgoingMessage.objects.filter(sent_at=None).exists()
    assert "anna" not in caplog.text and enquiry.message not in caplog.text


def _let_time_pass() -> None:
    OutgoingMessage.objects.update(next_try_at=timezone.now() - timedelta(minutes=1))

"""What tests of e-mail do again and again."""

from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from twinning.mail.models import OutgoingMessage

ANN, BEN, CLEO = "ann@example.org", "ben@example.org", "cleo@example.org"
SITE = "twinning@example.org"


def write(*to: str, **more: Any) -> EmailMessage:
    """A message that says nothing remarkable, unless it is told to."""
    values = {"subject": "Hello", "body": "How are you?\n", "from_email": SITE, **more}
    return EmailMessage(to=list(to or (ANN,)), **values)


def only() -> OutgoingMessage:
    """The one message of the outbox."""
    return OutgoingMessage.objects.get()


def state(message: OutgoingMessage) -> str:
    """sent, failed or waiting."""
    assert not (message.sent_at and message.failed_at)
    return "sent" if message.sent_at else "failed" if message.failed_at else "waiting"


def pass_time(**time: int) -> None:
    """Let time go by, for the outbox and for the queue."""
    gone = timedelta(**time)
    OutgoingMessage.objects.update(
        next_try_at=F("next_try_at") - gone, leased_until=F("leased_until") - gone
    )
    planned().update(run_after=F("run_after") - gone)


def planned() -> Any:
    """Deliveries that are queued, for now or for later."""
    return DBTaskResult.objects.filter(status="READY", task_path="twinning.mail.tasks.deliver")


def next_looks() -> list[float]:
    """In how many minutes each of them is planned, in order."""
    now = timezone.now()
    return sorted(round((task.run_after - now).total_seconds() / 60) for task in planned())

"""The background work: to send a message, again later where a server is away (ADR 9)."""

from datetime import datetime

from django_tasks import task

from twinning.mail import sending
from twinning.priorities import OUTSIDE


@task(priority=OUTSIDE)
def deliver(message_id: int) -> None:
    """Send a message if it is due; nothing if it was sent, erased or claimed by somebody else."""
    attempt(message_id)


def attempt(message_id: int) -> bool:
    """Do so at once, and plan what comes after it; whether it was sent."""
    message = sending.claim(message_id)
    if message is None:
        return False
    if message.leased_until is not None:
        # Planned before anything can go wrong: a worker that is killed plans nothing any more.
        _again(message_id, message.leased_until)
    sending.send(message)
    if message.sent_at is None and message.failed_at is None:
        _again(message_id, message.next_try_at)
    return message.sent_at is not None


def _again(message_id: int, moment: datetime) -> None:
    """Look at it again then; where tasks cannot wait, `manage.py deliver_mail` does."""
    if deliver.get_backend().supports_defer:
        deliver.using(run_after=moment).enqueue(message_id)

"""One try to send one message: who may, and what comes of it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from twinning import conf
from twinning.mail import queries
from twinning.mail.failures import FAILURES, Outcome, outcome
from twinning.mail.messages import StoredMessage
from twinning.mail.models import OutgoingMessage

logger = logging.getLogger(__name__)

#: For how long a message belongs to whoever has claimed it. Longer than a server can take that
#: answers each command just before EMAIL_TIMEOUT.
LEASE = timedelta(minutes=10)
#: How long after each try the next one follows: three days in all.
DELAYS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 720, 720, 720, 720, 720)
)


def claim(message_id: int) -> OutgoingMessage | None:
    """A message that is due, which nobody else sends meanwhile; None where somebody has it."""
    now = timezone.now()
    lease = now + LEASE
    due = queries.due(now).filter(pk=message_id)
    if not due.update(leased_until=lease, tries=F("tries") + 1):
        return None
    return OutgoingMessage.objects.filter(pk=message_id, leased_until=lease).first()


def send(message: OutgoingMessage) -> None:
    """Send a message that has been claimed, and write down what came of it, in `message` too.

    At least once: whoever is killed between the two has it sent again when the lease is over.
    """
    try:
        _hand_over(message)
    except FAILURES as error:
        result = outcome(error, message.recipients)
    else:
        result = Outcome(sent=message.recipients)
    _record(message, result)


def _hand_over(message: OutgoingMessage) -> None:
    backend = get_connection(conf.get("MAIL_BACKEND"))
    with _open(backend):
        backend.send_messages([StoredMessage(message)])


@contextmanager
def _open(backend: BaseEmailBackend) -> Iterator[None]:
    """As backends do it themselves; but what goes wrong with goodbyes unsays no message."""
    try:
        backend.open()
        yield
    finally:
        with suppress(*FAILURES):
            backend.close()


def _record(message: OutgoingMessage, result: Outcome) -> None:
    """Write what came of it. Where that differs between recipients, there are several messages."""
    states = _states(message, result)
    mine = OutgoingMessage.objects.filter(pk=message.pk)
    if not result.sent:  # what was sent was sent, even if that took longer than the lease
        mine = mine.filter(leased_until=message.leased_until)
    with transaction.atomic():
        if not mine.update(**states[0]):
            return  # erased meanwhile, or somebody else's
        OutgoingMessage.objects.bulk_create(_copy(message, state) for state in states[1:])
    for name, value in states[0].items():
        setattr(message, name, value)
    _tell(message, result)


def _states(message: OutgoingMessage, result: Outcome) -> list[dict[str, Any]]:
    """Values of fields: of the message itself first, then of others that it is split into."""
    now = timezone.now()
    ended = {"leased_until": None, "error": result.error}
    states: list[dict[str, Any]] = []
    if result.later:
        again = _next_try(message, now)
        time = {"failed_at": now} if again is None else {"next_try_at": again}
        states.append({**ended, **time, "recipients": result.later})
    if result.refused:
        states.append({**ended, "failed_at": now, "recipients": result.refused})
    if result.sent:
        states.append({**ended, "sent_at": now, "recipients": result.sent, "error": ""})
    return states


def _next_try(message: OutgoingMessage, now: datetime) -> datetime | None:
    return now + DELAYS[message.tries - 1] if message.tries <= len(DELAYS) else None


def _copy(message: OutgoingMessage, state: dict[str, Any]) -> OutgoingMessage:
    names = ("sender", "content", "correspondents", "created_at", "tries")
    return OutgoingMessage(**{name: getattr(message, name) for name in names}, **state)


def _tell(message: OutgoingMessage, result: Outcome) -> None:
    """Log what went wrong, with nobody's name."""
    given_up = len(result.refused) + (len(result.later) if message.failed_at else 0)
    if given_up:
        logger.error(
            "Message %s does not reach %s of its recipients, and is not tried again: %s",
            message.pk,
            given_up,
            result.error,
        )
    if result.later and not message.failed_at:
        logger.warning(
            "Message %s was not sent, and is tried again at %s: %s",
            message.pk,
            message.next_try_at.isoformat(timespec="seconds"),
            result.error,
        )

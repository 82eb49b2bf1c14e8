"""What others do with the outbox: put messages into it, empty it, and find or erase somebody's."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from twinning.mail import queries, tasks
from twinning.mail.messages import StoredMessage
from twinning.mail.models import OutgoingMessage


def store(messages: Sequence[OutgoingMessage]) -> None:
    """Keep messages, as the caller's transaction does; they are delivered once it is committed."""
    with transaction.atomic():
        for message in OutgoingMessage.objects.bulk_create(messages):
            _deliver_on_commit(message.pk)


def deliver_due(seconds: float | None = None) -> int:
    """Send all that is due now, the longest overdue first.

    Args:
        seconds: after which no other message is begun: a server that says nothing takes its time
            for each, and others may wait for the worker. None for as long as it takes.

    Returns:
        how many messages were sent.
    """
    due = queries.due(timezone.now()).order_by("next_try_at", "pk")
    ends = None if seconds is None else time.monotonic() + seconds
    sent = 0
    for key in list(due.values_list("pk", flat=True)):
        if ends is not None and time.monotonic() >= ends:
            break
        sent += tasks.attempt(key)
    return sent


def export(address: str) -> list[dict[str, Any]]:
    """Messages to, from or to be answered to an address, the oldest first.

    Returns:
        a dict of JSON values for each: `created_at`, `sent_at` and `failed_at` as ISO 8601 has
        them (None where that was not), `from`, `to`, `cc`, `reply_to`, `subject` and `text`.
    """
    found = queries.concerning(address).order_by("created_at", "pk")
    return [_exported(message) for message in found.iterator(chunk_size=100)]


def erase(address: str) -> int:
    """Delete messages to, from or to be answered to an address, sent or not; how many they were.

    A message to several people is nobody's any more.
    """
    return queries.concerning(address).delete()[0]


def purge(before: datetime) -> int:
    """Delete messages that were sent or have failed before a moment; how many they were."""
    return queries.done(before).delete()[0]


def _deliver_on_commit(message_id: int) -> None:
    def enqueue() -> None:
        tasks.deliver.enqueue(message_id)

    transaction.on_commit(enqueue, robust=True)


def _exported(message: OutgoingMessage) -> dict[str, Any]:
    written = StoredMessage(message)
    times = ("created_at", "sent_at", "failed_at")
    return {
        **{name: _iso(getattr(message, name)) for name in times},
        "from": written.from_email,
        "to": written.to,
        "cc": written.cc,
        "reply_to": written.reply_to,
        "subject": written.subject,
        "text": written.body,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

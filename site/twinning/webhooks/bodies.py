"""What a delivery says: the same bytes in each try."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from twinning.webhooks.models import Delivery, Event

USER_AGENT = "Preston-Twinning-Webhooks/1"
#: The type of every body, whatever is in it.
TYPE = "changes"


def of(delivery: Delivery, events: Iterable[Event]) -> bytes:
    """The body of a delivery, as JSON.

    Args:
        events: all of it, in their order.
    """
    return json.dumps(content(delivery, events), ensure_ascii=False).encode()


def content(delivery: Delivery, events: Iterable[Event]) -> dict[str, Any]:
    """The body as JSON values."""
    told = [event_of(event) for event in events]
    numbers = [event["generation"] for event in told if event["generation"] is not None]
    return {
        "type": TYPE,
        "timestamp": moment(delivery.created_at),
        "data": {"generation": max(numbers, default=None), "events": told},
    }


def event_of(event: Event) -> dict[str, Any]:
    """One event as JSON values."""
    return {
        "id": event.uid,
        "type": event.name,
        "timestamp": moment(event.created_at),
        "generation": event.generation,
        "data": event.data,
    }


def moment(when: datetime) -> str:
    """A moment as ISO 8601 has it, in UTC."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

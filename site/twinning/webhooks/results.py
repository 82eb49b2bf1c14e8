"""Writes down what came of a request: delivered, again later, failed for good, paused."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from twinning import conf
from twinning.webhooks import failures, letters
from twinning.webhooks.claims import Claim
from twinning.webhooks.models import Delivery, Endpoint
from twinning.webhooks.posting import Answer

logger = logging.getLogger(__name__)

#: An answer that takes longer is slow.
SLOW_SECONDS = 1.0


def record(claim: Claim, answer: Answer) -> datetime | None:
    """Write what came of a request; when the endpoint is tried again, where it failed.

    At least once: whoever is killed before this has it sent again when the lease is over. What was
    taken counts as taken even then; a failure counts only while the endpoint is ours.
    """
    with transaction.atomic():
        # With `no_key`, events of who publishes meanwhile need not wait for this row.
        mine = Endpoint.objects.select_for_update(no_key=True).filter(
            pk=claim.endpoint.pk, leased_until=claim.lease
        )
        endpoint = mine.first()
        if answer.is_taken:
            _write(claim.delivery, answer, Delivery.State.SENT)
            if endpoint is not None:
                _is_well(endpoint, answer)
            return None
        return None if endpoint is None else _failed(endpoint, claim.delivery, answer)


def outcome_of(answer: Answer) -> dict[str, Any]:
    """The fields of a delivery that say what a try has brought."""
    return {
        "status": answer.status,
        "milliseconds": int(answer.seconds * 1000),
        "error": answer.error,
        "response": answer.excerpt,
    }


def _write(delivery: Delivery, answer: Answer, state: str) -> None:
    ended = None if state == Delivery.State.WAITING else timezone.now()
    rows = Delivery.objects.filter(pk=delivery.pk)
    if state != Delivery.State.SENT:  # somebody may have skipped it meanwhile
        rows = rows.filter(state=Delivery.State.WAITING)
    rows.update(state=state, ended_at=ended, **outcome_of(answer))


def _is_well(endpoint: Endpoint, answer: Answer) -> None:
    now = timezone.now()
    Endpoint.objects.filter(pk=endpoint.pk).update(
        leased_until=None,
        failures=0,
        failing_since=None,
        last_sent_at=now,
        next_try_at=now,
        is_slow=answer.seconds > SLOW_SECONDS,
    )


def _failed(endpoint: Endpoint, delivery: Delivery, answer: Answer) -> datetime | None:
    now = timezone.now()
    endpoint.leased_until = None
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.next_try_at = now + failures.delay(endpoint.failures, answer)
    endpoint.is_slow = answer.seconds > SLOW_SECONDS
    reason = _pause_reason(endpoint, answer, now)
    # While an endpoint is paused, all waits that it has not taken: it may be resumed with it.
    is_over = failures.is_last(delivery.tries) and not reason and endpoint.paused_at is None
    _write(delivery, answer, Delivery.State.FAILED if is_over else Delivery.State.WAITING)
    if reason and endpoint.paused_at is None:
        endpoint.paused_at, endpoint.pause_reason = now, reason
        letters.tell_of_pause(endpoint)
    endpoint.save(
        update_fields=[
            "leased_until",
            "failures",
            "failing_since",
            "next_try_at",
            "is_slow",
            "paused_at",
            "pause_reason",
        ]
    )
    logger.warning(
        "Webhook %s did not take %s: %s %s",
        endpoint.pk,
        delivery.uid,
        answer.error,
        answer.status or "",
    )
    return None if endpoint.paused_at else endpoint.next_try_at


def _pause_reason(endpoint: Endpoint, answer: Answer, now: datetime) -> str:
    if answer.error == "gone":
        return Endpoint.Pause.GONE
    patience = timedelta(hours=conf.get("WEBHOOK_PAUSE_HOURS"))
    began = endpoint.failing_since or now
    return Endpoint.Pause.FAILING if now - began >= patience else ""

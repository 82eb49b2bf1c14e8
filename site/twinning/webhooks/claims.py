"""Which endpoints are due, and the one delivery of each that is sent next.

An endpoint has one request at a time, the oldest first: so everything comes in order (ADR 42).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from twinning import conf
from twinning.webhooks import bodies, completing, signing
from twinning.webhooks.models import Delivery, Endpoint, Event
from twinning.webhooks.posting import Letter

#: For how long an endpoint belongs to whoever has claimed it: longer than any request takes.
LEASE = timedelta(seconds=60)
#: Seconds of it that are left for writing down what came of a request, at least.
REST = 10
#: Events in one request.
MOST_EVENTS = 100


@dataclass(frozen=True)
class Claim:
    """An endpoint that is ours until `lease`, with what it is sent."""

    endpoint: Endpoint
    delivery: Delivery
    lease: datetime
    letter: Letter


def active() -> "QuerySet[Endpoint]":
    """Endpoints that deliveries go to."""
    return Endpoint.objects.filter(is_active=True, paused_at=None)


def due(now: datetime) -> "QuerySet[Endpoint]":
    """Endpoints with something to send whose time has come, and that no worker has in hand.

    Those that answer quickly come first, then those that have waited longest.
    """
    window = now - timedelta(seconds=conf.get("WEBHOOK_BATCH_SECONDS"))
    has_some = Exists(_waiting()) | Exists(_gathered().filter(created_at__lte=window))
    found = active().filter(_is_free(now), has_some, next_try_at__lte=now)
    return found.order_by("is_slow", "next_try_at", "pk")


def next_moment() -> datetime | None:
    """When the next thing is due that nobody has planned yet; None where nothing is.

    Retries are planned when a try has failed, and another round plans what it has in hand. What
    is left are events that still gather, and more than this round had the time for.
    """
    window = timedelta(seconds=conf.get("WEBHOOK_BATCH_SECONDS"))
    endpoints = active().filter(_is_free(timezone.now()), failing_since=None)
    if Delivery.objects.filter(state=Delivery.State.WAITING, endpoint__in=endpoints).exists():
        return timezone.now()
    gathering = Event.objects.filter(delivery=None, endpoint__in=endpoints)
    first = gathering.order_by("created_at").values_list("created_at", flat=True).first()
    return None if first is None else first + window


def take(
    most: int, busy: Collection[int] = (), with_slow: bool = True, most_slow: int | None = None
) -> list[Claim]:
    """Claim up to so many endpoints that are due.

    Args:
        busy: primary keys of those that are in hand already.
        with_slow: whether those may be begun whose last answer took long.
        most_slow: how many of these.
    """
    found = list(due(timezone.now()).exclude(pk__in=busy).values_list("pk", "is_slow")[:most])
    slow = [pk for pk, is_slow in found if is_slow][: most_slow if with_slow else 0]
    wanted = [pk for pk, is_slow in found if not is_slow] + slow
    claims = (claim(pk) for pk in wanted)
    return [made for made in claims if made is not None]


def claim(endpoint_id: int) -> Claim | None:
    """Claim an endpoint and make its next request; None where somebody else was quicker."""
    now = timezone.now()
    lease = now + LEASE
    with transaction.atomic():
        if not due(now).order_by().filter(pk=endpoint_id).update(leased_until=lease):
            return None
        endpoint = Endpoint.objects.get(pk=endpoint_id)
        delivery = endpoint.deliveries.filter(state=Delivery.State.WAITING).order_by("pk").first()
        delivery = delivery or _gather(endpoint)
        if delivery is None:  # what was due was skipped in between
            Endpoint.objects.filter(pk=endpoint_id).update(leased_until=None)
            return None
        Delivery.objects.filter(pk=delivery.pk).update(tries=F("tries") + 1, tried_at=now)
        delivery.refresh_from_db(fields=["tries", "tried_at"])
        return Claim(endpoint, delivery, lease, letter_of(endpoint, delivery, now))


def letter_of(endpoint: Endpoint, delivery: Delivery, now: datetime) -> Letter:
    """The request that a delivery is, signed at a moment."""
    body = bodies.of(delivery, events_of(delivery))
    secrets = signing.valid(now).filter(endpoint=endpoint).values_list("value", flat=True)
    headers = {
        "content-type": "application/json",
        "user-agent": bodies.USER_AGENT,
        **signing.headers(delivery.uid, body, list(secrets), now),
    }
    return Letter(endpoint.url, headers, body)


def events_of(delivery: Delivery) -> "QuerySet[Event]":
    """The events of a delivery in their order."""
    return delivery.events.order_by("pk")


def _gather(endpoint: Endpoint) -> Delivery | None:
    """One delivery of all that has gathered, up to `MOST_EVENTS`."""
    gathered = Event.objects.filter(endpoint=endpoint, delivery=None).order_by("pk")
    events = list(gathered[:MOST_EVENTS])
    if not events:
        return None
    completing.complete(events)
    delivery = endpoint.deliveries.create(uid=signing.new_uid("msg"))
    for event in events:
        event.delivery = delivery
    Event.objects.bulk_update(events, ["delivery", "generation", "data"])
    return delivery


def _is_free(now: datetime) -> Q:
    return Q(leased_until=None) | Q(leased_until__lte=now)


def _waiting() -> "QuerySet[Delivery]":
    return Delivery.objects.filter(endpoint=OuterRef("pk"), state=Delivery.State.WAITING)


def _gathered() -> "QuerySet[Event]":
    return Event.objects.filter(endpoint=OuterRef("pk"), delivery=None)

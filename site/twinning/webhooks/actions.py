"""What an editor does with endpoints and deliveries: pause, go on, replay, skip, try."""

from django.db import transaction
from django.utils import timezone

from twinning.webhooks import claims, names, posting, results, signing, tasks
from twinning.webhooks.models import Delivery, Endpoint, Event
from twinning.webhooks.posting import Postman

_WAITING = Delivery.State.WAITING


def pause(endpoint: Endpoint) -> None:
    """Deliver nothing for now. What happens meanwhile is kept, for KEEP_WEBHOOK_DAYS at most."""
    running = Endpoint.objects.filter(pk=endpoint.pk, paused_at=None)
    running.update(paused_at=timezone.now(), pause_reason=Endpoint.Pause.BY_HAND)


@transaction.atomic
def resume(endpoint: Endpoint, skip: bool) -> None:
    """Go on: with all that has waited, or without it."""
    Endpoint.objects.filter(pk=endpoint.pk).update(
        paused_at=None,
        pause_reason="",
        failing_since=None,
        failures=0,
        next_try_at=timezone.now(),
    )
    waiting = endpoint.deliveries.filter(state=_WAITING)
    if skip:
        waiting.update(state=Delivery.State.SKIPPED, ended_at=timezone.now())
        Event.objects.filter(endpoint=endpoint, delivery=None).delete()
    else:
        waiting.update(tries=0)
    transaction.on_commit(tasks.look_soon, robust=True)


@transaction.atomic
def replay(endpoint: Endpoint, delivery: Delivery | None = None) -> int:
    """Send a delivery again that is no longer waiting, or all that have failed; how many.

    They are what they were, `webhook-id` included, and come before all that waits. A test is never
    among them: a new one says more.
    """
    tests = Event.objects.filter(endpoint=endpoint, name=names.TEST).values("delivery")
    found = endpoint.deliveries.exclude(state=_WAITING).exclude(pk__in=tests)
    if delivery is not None:
        found = found.filter(pk=delivery.pk)
    else:
        found = found.filter(state=Delivery.State.FAILED)
    number = found.update(state=_WAITING, tries=0, ended_at=None)
    _try_now(endpoint)
    return number


@transaction.atomic
def skip(endpoint: Endpoint, delivery: Delivery) -> bool:
    """Give up a delivery that waits, so that those behind it go on; whether it still waited."""
    waiting = endpoint.deliveries.filter(pk=delivery.pk, state=_WAITING)
    number = waiting.update(state=Delivery.State.SKIPPED, ended_at=timezone.now())
    _try_now(endpoint)
    return bool(number)


def send_test(endpoint: Endpoint) -> Delivery:
    """Send a test at once, also to an endpoint that is paused; it is never tried again.

    Takes as long as the receiver does, WEBHOOK_SECONDS at most.
    """
    now = timezone.now()
    with transaction.atomic():
        # No worker takes it: it does not wait.
        delivery = endpoint.deliveries.create(
            uid=signing.new_uid("msg"), state=Delivery.State.FAILED, tries=1, tried_at=now
        )
        endpoint.events_kept.create(uid=signing.new_uid("evt"), name=names.TEST, delivery=delivery)
        letter = claims.letter_of(endpoint, delivery, now)
    with Postman() as postman:
        answer = posting.answer_of(postman.send(letter))
    state = Delivery.State.SENT if answer.is_taken else Delivery.State.FAILED
    values = {"state": state, "ended_at": timezone.now(), **results.outcome_of(answer)}
    Delivery.objects.filter(pk=delivery.pk).update(**values)
    delivery.refresh_from_db()
    return delivery


def _try_now(endpoint: Endpoint) -> None:
    Endpoint.objects.filter(pk=endpoint.pk).update(next_try_at=timezone.now())
    transaction.on_commit(tasks.look_soon, robust=True)

"""What a database from a backup must not do, or say, as if no time had passed (ADR 50)."""

from collections.abc import Callable, Collection

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from wagtail.images import get_image_model

from twinning.backup import pending
from twinning.changes.models import Change, Kept
from twinning.delivery import generation, triggers
from twinning.delivery.purging import batch
from twinning.delivery.purging.changes import everything
from twinning.delivery.purging.tasks import purge
from twinning.webhooks.models import Delivery, Endpoint, Event

#: What the log of e-mails says of those that waited.
RESTORED = "restored from a backup"

_steps: dict[str, Callable[[], object]] = {}


def register(name: str, step: Callable[[], object]) -> None:
    """Have something done to a restored database, in the transaction; call it in `ready()`."""
    _steps[name] = step


def settle(missing: Collection[str] = ()) -> dict[str, int]:
    """Bring a restored database into the present, wholly or not at all; how many of each it was.

    Args:
        missing: names of files that the store does not have.
    """
    ContentType.objects.clear_cache()
    with transaction.atomic():
        done = {
            "sessions ended": _end_sessions(),
            "e-mails not sent, as they may have been": _hold_mail(),
            "deliveries of webhooks skipped, as they may have been made": _skip_webhooks(),
            "tasks begun anew, whose worker is gone": _begin_again(),
            "renditions to be made anew": _forget_renditions(missing),
        }
        _raise_generation()
        _forget_changes()
        for step in _steps.values():
            step()
        if batch.is_wanted():
            purge.enqueue(everything().dump())
        for cache in caches.all(initialized_only=False):
            cache.clear()
        pending.forget()
    return done


def finish(say: Callable[[str], object]) -> None:
    """Do what a restore has not come to do; nothing where there was none, or it was done.

    Args:
        say: takes what was done.
    """
    if not pending.is_unfinished():
        return
    say("A restore was not finished. Bringing the database into the present:")
    for what, number in settle(pending.missing()).items():
        say(f"{number} {what}")


def _end_sessions() -> int:
    """Where the database has them."""
    if not apps.is_installed("django.contrib.sessions"):
        return 0
    from django.contrib.sessions.models import Session

    return Session.objects.all().delete()[0]


def _hold_mail() -> int:
    """E-mails that waited: who was to have one has had it since, or would be surprised now."""
    if not apps.is_installed("twinning.mail"):
        return 0
    from twinning.mail import queries as mail

    return mail.waiting().update(failed_at=timezone.now(), leased_until=None, error=RESTORED)


def _skip_webhooks() -> int:
    """Deliveries that waited; events that no delivery was made of yet are forgotten."""
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING)
    number = waiting.update(state=Delivery.State.SKIPPED, ended_at=timezone.now())
    Event.objects.filter(delivery=None).delete()
    Endpoint.objects.update(leased_until=None)
    return number


def _begin_again() -> int:
    """Tasks that were being done: what they wrote afterwards is not in this database."""
    if not apps.is_installed("django_tasks_db"):
        return 0
    from django_tasks_db.models import DBTaskResult

    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    return running.update(status=TaskResultStatus.READY, started_at=None, worker_ids=[])


def _forget_renditions(missing: Collection[str]) -> int:
    """Rows of renditions whose files are gone: they are made anew when they are asked for."""
    rows = get_image_model().get_rendition_model().objects
    names = list(missing)
    return sum(
        rows.filter(file__in=names[start : start + 500])._raw_delete(DEFAULT_DB_ALIAS)
        for start in range(0, len(names), 500)
    )


def _raise_generation() -> None:
    """No answer of before is of this one: it is the present moment (`Generation`)."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(triggers.DIALECTS[connection.vendor].RAISE)


def _forget_changes() -> None:
    """Whoever has followed the log is told that it does not go back so far, and builds all anew.

    It lacks whatever happened between the backup and its restoration.
    """
    Change.objects.all().delete()
    Kept.objects.update_or_create(pk=1, defaults={"since": generation.stored()})

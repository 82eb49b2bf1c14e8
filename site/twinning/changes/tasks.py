"""The background work: to forget what is too old."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from twinning import conf
from twinning.changes.models import Change, Kept
from twinning.delivery import generation
from twinning.priorities import UPKEEP


@task(priority=UPKEEP)
def forget_old() -> None:
    """Say how far back the log goes: `KEEP_CHANGE_DAYS`. Delete what the last run took out of it.

    Not at once: somebody may just be reading it.
    """
    moment = timezone.now() - timedelta(days=conf.get("KEEP_CHANGE_DAYS"))
    # A generation is a moment in milliseconds, so that one day's are one range.
    limit = int(moment.timestamp() * 1000)
    with transaction.atomic():
        kept, _created = Kept.objects.select_for_update().get_or_create(
            pk=1, defaults={"since": generation.stored()}
        )
        Change.objects.filter(generation__lte=kept.since).delete()
        # Where nothing has happened for longer, nothing is forgotten: the log ends where it is.
        since = min(limit, generation.stored())
        if kept.since < since:
            kept.since = since
            kept.save()

"""The background work: to forget what is too old."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from twinning import conf
from twinning.changes.models import Change, Kept
from twinning.delivery import generation


@task()
def forget_old() -> None:
    """Delete changes of before `KEEP_CHANGE_DAYS`, and say how far back the log goes."""
    moment = timezone.now() - timedelta(days=conf.get("KEEP_CHANGE_DAYS"))
    # A generation is a moment in milliseconds, so that one day's are one range.
    limit = int(moment.timestamp() * 1000)
    with transaction.atomic():
        kept, _created = Kept.objects.select_for_update().get_or_create(
            pk=1, defaults={"since": generation.stored()}
        )
        if kept.since < limit:
            Change.objects.filter(generation__lte=limit).delete()
            kept.since = limit
            kept.save()

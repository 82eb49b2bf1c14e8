"""Jobs are forgotten in time, and none seems to go on whose worker is gone."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from twinning.priorities import UPKEEP
from twinning.translation.models import TranslationJob

#: Days for which it can be seen what became of a job; for which one may go on.
KEPT_DAYS, LONGEST_DAYS = 30, 1


@task(priority=UPKEEP)
def prune_jobs() -> None:
    """Delete old jobs, and say of those that were begun long ago that they have failed."""
    now = timezone.now()
    jobs = TranslationJob.objects.all()
    jobs.filter(created_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    long_ago = jobs.filter(created_at__lt=now - timedelta(days=LONGEST_DAYS))
    long_ago.filter(finished_at=None).update(state=TranslationJob.State.FAILED, finished_at=now)

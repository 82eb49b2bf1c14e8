"""Background work on background work, and on what is to happen in time (ADR 9)."""

import logging
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus, task, task_backends
from django_tasks_db import DatabaseBackend

from twinning.priorities import OUTSIDE, UPKEEP
from twinning.publishing import scheduled

logger = logging.getLogger(__name__)

#: Days for which what came of a task is kept, and what came of one that failed.
DONE_DAYS, FAILED_DAYS = 1, 14
#: For how long a task may run before its worker is taken for gone; longer than any of ours takes.
PATIENCE = timedelta(minutes=15)
#: How many workers may begin one task: a fourth would be killed by it as well.
MOST_WORKERS = 3


@task(priority=UPKEEP)
def prune() -> None:
    """Forget tasks that are done, where the database has them: some come every minute."""
    if isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        ages = {"min_age_days": DONE_DAYS, "failed_min_age_days": FAILED_DAYS}
        call_command("prune_db_task_results", queue_name="*", verbosity=0, **ages)


@task(priority=OUTSIDE)
def resume() -> None:
    """Have begun anew what a worker that was killed has left; django-tasks leaves it for ever.

    All tasks are safe to repeat, as whoever is killed may have done all but said so.
    """
    if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        return
    from django_tasks_db.models import DBTaskResult  # a site with another backend has no such app

    left = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - PATIENCE)
    for found in left:
        again = len(found.worker_ids) < MOST_WORKERS
        status = TaskResultStatus.READY if again else TaskResultStatus.FAILED
        # Unless it has come to its end meanwhile.
        mine = DBTaskResult.objects.running().filter(pk=found.pk, started_at=found.started_at)
        if mine.update(status=status, finished_at=None if again else timezone.now()):
            logger.warning("The task %s was left by its worker: %s", found.task_path, status.label)


@task(priority=OUTSIDE)
def publish_scheduled() -> None:
    """Publish pages whose time has come, and take back those whose time is over."""
    scheduled.run()

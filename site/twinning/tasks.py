"""Background work on background work, and on what is to happen in time (ADR 9)."""

from django.core.management import call_command
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task, task_backends
from django_tasks_db import DatabaseBackend

#: Days for which what came of a task is kept, and what came of one that failed.
DONE_DAYS, FAILED_DAYS = 1, 14


@task()
def prune() -> None:
    """Forget tasks that are done, where the database has them: some come every minute."""
    if isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        ages = {"min_age_days": DONE_DAYS, "failed_min_age_days": FAILED_DAYS}
        call_command("prune_db_task_results", queue_name="*", verbosity=0, **ages)


@task()
def publish_scheduled() -> None:
    """Publish pages whose time has come, and take back those whose time is over."""
    call_command("publish_scheduled", verbosity=0)

"""What a worker that was killed has left is begun anew, and not for ever."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from twinning import clock
from twinning.tasks import MOST_WORKERS, PATIENCE, prune, resume

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_database(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def left(ago: timedelta, workers: int = 1, **values: Any) -> DBTaskResult:
    """A task that some workers have begun, the last of them some time ago."""
    result = DBTaskResult.objects.get(pk=prune.enqueue().id)
    for number in range(workers):
        result.claim(f"worker-{number}")
    changes = {"started_at": timezone.now() - ago, **values}
    DBTaskResult.objects.filter(pk=result.pk).update(**changes)
    return result


def status_after(result: DBTaskResult) -> str:
    resume.call()
    result.refresh_from_db()
    return result.status


def test_a_task_of_a_worker_that_is_gone_is_ready_again() -> None:
    result = left(PATIENCE + timedelta(seconds=1))
    assert status_after(result) == TaskResultStatus.READY
    assert DBTaskResult.objects.ready().filter(pk=result.pk).exists()


def test_one_that_is_in_hand_is_left_alone() -> None:
    assert status_after(left(PATIENCE - timedelta(minutes=1))) == TaskResultStatus.RUNNING


def test_one_that_is_done_is_left_alone() -> None:
    done = TaskResultStatus.SUCCESSFUL
    result = left(PATIENCE * 2, status=done, finished_at=timezone.now())
    assert status_after(result) == done


def test_one_that_kills_its_workers_is_given_up() -> None:
    result = left(PATIENCE * 2, workers=MOST_WORKERS)
    assert status_after(result) == TaskResultStatus.FAILED
    assert result.finished_at


def test_the_clock_has_it_done() -> None:
    [job] = [job for job in clock.jobs() if job.task == resume]
    assert job.every <= timedelta(minutes=1)


def test_where_tasks_are_done_at_once_none_is_left(settings) -> None:
    result = left(PATIENCE * 2)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    assert status_after(result) == TaskResultStatus.RUNNING

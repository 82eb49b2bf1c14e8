"""What is done again and again: jobs that `manage.py clock` has the task backend do in time."""

import logging
import time
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from typing import Any

from django.db import DatabaseError, close_old_connections

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A task without arguments that is safe to repeat, and how often it is done."""

    name: str
    every: timedelta
    task: Any


_jobs: dict[str, Job] = {}


def register(name: str, every: timedelta, task: Any) -> None:
    """Have a task done again and again; call it in an `AppConfig.ready()`."""
    _jobs[name] = Job(name, every, task)


def jobs() -> list[Job]:
    """All jobs, by name."""
    return [job for _name, job in sorted(_jobs.items())]


def run(stop: Event, pause: float = 1.0) -> None:
    """Enqueue each job at once, then whenever its time has come, until told to stop.

    Args:
        stop: set by whoever wants it to end.
        pause: seconds between two looks at the clock.
    """
    due = dict.fromkeys((job.name for job in jobs()), time.monotonic())
    while not stop.is_set():
        for job in jobs():
            if time.monotonic() >= due[job.name]:
                due[job.name] = time.monotonic() + job.every.total_seconds()
                _enqueue(job)
        stop.wait(pause)


def _enqueue(job: Job) -> None:
    close_old_connections()
    try:
        job.task.enqueue()
    except DatabaseError as error:  # it is away; the job's next time will come
        logger.warning("The job %s could not be begun: %s", job.name, type(error).__name__)

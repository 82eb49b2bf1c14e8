"""Background tasks in logs and metrics: which one, of which request, how long, what came of it."""

import logging
import time
from contextvars import ContextVar
from typing import Any

from django_tasks.signals import task_enqueued, task_finished, task_started
from prometheus_client import Counter, Histogram

from twinning.observing.context import task_id

logger = logging.getLogger("twinning.tasks")

DONE = Counter("twinning_tasks_done", "Tasks that came to an end.", ["task", "status"])
SECONDS = Histogram(
    "twinning_task_seconds", "What a task took.", ["task"], buckets=(0.05, 0.5, 2, 10, 60, 600)
)

#: Tasks that are under way, one in another where they are done at once.
_begun: ContextVar[tuple[tuple[Any, float], ...]] = ContextVar("begun", default=())


def connect() -> None:
    """Connect the receivers below; called once, when the applications are ready."""
    task_enqueued.connect(enqueued, dispatch_uid="observing.enqueued")
    task_started.connect(started, dispatch_uid="observing.started")
    task_finished.connect(finished, dispatch_uid="observing.finished")


def enqueued(task_result: Any, **kwargs: Any) -> None:
    """Say which request wants a task: in the worker it goes by its own number."""
    logger.info("enqueued", extra={"task": _name(task_result), "task_id": str(task_result.id)})


def started(task_result: Any, **kwargs: Any) -> None:
    """All that is logged now is the task's."""
    token = task_id.set(str(task_result.id))
    _begun.set((*_begun.get(), (token, time.perf_counter())))


def finished(task_result: Any, **kwargs: Any) -> None:
    """Say what came of it. Its arguments are nobody's business."""
    name, status = _name(task_result), str(task_result.status)
    if not _begun.get():  # it was begun before this was connected
        return
    *before, (token, begun) = _begun.get()
    took = time.perf_counter() - begun
    logger.info("finished as %s", status, extra={"task": name, "ms": round(took * 1000, 1)})
    DONE.labels(name, status).inc()
    SECONDS.labels(name).observe(took)
    task_id.reset(token)
    _begun.set(tuple(before))


def _name(task_result: Any) -> str:
    return str(task_result.task.module_path)

"""Jobs: work on translations that goes on in the background, while whoever began it watches.

Each kind of job has a function that does it, registered with `does`; one task runs them all.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from twinning.mail.readers import language_of
from twinning.priorities import EDITORS
from twinning.translation.models import TranslationJob

logger = logging.getLogger(__name__)

Work = Callable[[TranslationJob], None]

_works: dict[str, Work] = {}


class JobError(Exception):
    """A job cannot be done; the message says why to whoever began it, in the active language."""


def does(kind: str, work: Work) -> None:
    """Say what does a kind of job; call it in an `AppConfig.ready()`.

    The function is called outside a transaction, with the language of the job's user active. It
    tells how far it is by `progress`, and raises `JobError` where it cannot go on. It need not call
    `finish` where it has nothing to say.
    """
    _works[kind] = work


def start(
    kind: str, user: Any, title: str, details: dict[str, Any], total: int = 0
) -> TranslationJob:
    """Begin a job once the current transaction is committed.

    Args:
        kind: one of `TranslationJob.Kind`.
        user: whose job it is; None for nobody's, which only administrators can watch.
        title: what it is about, as its reader knows it.
        details: what the kind's function needs to know: keys, nothing personal.
        total: of how many steps it consists, 0 where that is not known yet.
    """
    job = TranslationJob.objects.create(
        kind=kind,
        user=user if getattr(user, "is_authenticated", False) else None,
        title=title[:255],
        details=details,
        total=total,
    )
    transaction.on_commit(lambda: run_job.enqueue(job.pk), robust=True)
    return job


def progress(job: TranslationJob, done: int) -> None:
    """Say how many steps are done; seen by others once the caller's transaction is committed."""
    job.done = done
    TranslationJob.objects.filter(pk=job.pk).update(done=done, total=job.total)


def finish(job: TranslationJob, message: str = "") -> None:
    """Say that a job is done.

    Args:
        message: what was left out, for its reader; in the language that is active.
    """
    job.done = job.total
    _end(job, TranslationJob.State.DONE, message)


def fail(job: TranslationJob, message: str) -> None:
    """Say that a job could not be done, and why; in the language that is active."""
    _end(job, TranslationJob.State.FAILED, message)


@task(priority=EDITORS)
def run_job(job_id: int) -> None:
    """Do a job, unless it is gone or has been begun already."""
    waiting = TranslationJob.objects.filter(pk=job_id, state=TranslationJob.State.WAITING)
    if not waiting.update(state=TranslationJob.State.RUNNING):
        return
    job = TranslationJob.objects.select_related("user__wagtail_userprofile").get(pk=job_id)
    with translation.override(language_of(job.user)):
        try:
            _works[job.kind](job)
        except JobError as error:
            fail(job, str(error))
        except Exception:
            logger.exception("Translation job %s failed", job.pk)
            fail(job, _("Something went wrong. Nothing that was translated is lost."))
            raise
        else:
            if job.state == TranslationJob.State.RUNNING:
                finish(job)


def _end(job: TranslationJob, state: str, message: str) -> None:
    job.state, job.message, job.finished_at = state, message, timezone.now()
    job.save(update_fields=["state", "message", "finished_at", "done", "total"])

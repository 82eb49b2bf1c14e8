"""Translation by machine as a job, which whoever began it can watch."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail_localize.models import Translation

from twinning import references
from twinning.translation.machine.translating import Outcome, translate
from twinning.translation.models import TranslationJob
from twinning.translation.sync import jobs
from twinning.translation.sync.jobs import JobError


def connect() -> None:
    """Say what does such a job; called in `AppConfig.ready()`."""
    jobs.does(TranslationJob.Kind.MACHINE, work)


def start(translation: Translation, target: Any, user: Any, again: bool = False) -> TranslationJob:
    """Begin to translate a page or snippet once the current transaction is committed."""
    details = {"translation": translation.pk, "again": again}
    if isinstance(target, Page):
        details["page"] = target.pk
    title = str(getattr(target, "draft_title", "") or target)
    return jobs.start(TranslationJob.Kind.MACHINE, user, title, details)


def work(job: TranslationJob) -> None:
    """Do such a job.

    Raises:
        JobError: nothing was translated; says why.
    """
    translations = Translation.objects.select_related("source__locale", "target_locale")
    translation = translations.filter(pk=job.details["translation"], enabled=True).first()
    if translation is None:
        raise JobError(_("The page is no longer translated from its source."))
    with references.opened(HttpRequest()):  # so that all batches share one glossary
        outcome = translate(translation, job.user, job, again=bool(job.details.get("again")))
    jobs.finish(job, described(outcome))


def described(outcome: Outcome) -> str:
    """What came of it, in words."""
    if outcome == Outcome():
        return _("There is nothing left to translate.")
    words = []
    if outcome.translated:
        words.append(
            ngettext(
                "%(number)s segment was translated. Please read it before you publish.",
                "%(number)s segments were translated. Please read them before you publish.",
                outcome.translated,
            )
            % {"number": outcome.translated}
        )
    if outcome.left_out:
        words.append(
            ngettext(
                "%(number)s segment is left as it was: the service has broken its links or markup.",
                "%(number)s segments are left as they were: the service has broken their links or "
                "markup.",
                outcome.left_out,
            )
            % {"number": outcome.left_out}
        )
    if outcome.overtaken:
        words.append(
            ngettext(
                "%(number)s segment has been translated by somebody else meanwhile, and stays so.",
                "%(number)s segments have been translated by somebody else meanwhile, and stay so.",
                outcome.overtaken,
            )
            % {"number": outcome.overtaken}
        )
    return " ".join(words)

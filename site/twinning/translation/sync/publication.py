"""A page that others are translated from was published: a job brings those up to date."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import page_published

from twinning import references
from twinning.translation.models import TranslationJob
from twinning.translation.sync import jobs, minor, syncing


def connect() -> None:
    """Have publications begin jobs; called once, when the applications are ready."""
    jobs.does(TranslationJob.Kind.SYNC, work)
    page_published.connect(published, dispatch_uid="twinning.sync.published")


def start(page: Page, user: Any, *, is_minor: bool = False) -> TranslationJob | None:
    """Begin to bring the translations of a page up to date; None where it has none.

    Args:
        user: who can watch it, and in whose name translations are published.
        is_minor: whether translations stay valid, though the page's words have changed.
    """
    sources = list(syncing.translations_of(page).values_list("source", flat=True))
    if not sources:
        return None
    details = {
        "source": sources[0],
        "page": page.pk,
        "minor_revision": page.live_revision_id if is_minor else None,
    }
    return jobs.start(TranslationJob.Kind.SYNC, user, page.title, details, total=len(sources))


def published(instance: Page, **kwargs: Any) -> None:
    """A receiver of `page_published`, which is also sent for what is to be published later."""
    if instance.live:
        start(instance, _publisher(), is_minor=minor.is_minor(instance))


def work(job: TranslationJob) -> None:
    """Do a job of the kind `sync`.

    Raises:
        JobError: the page is gone.
    """

    def step(done: int) -> None:
        jobs.progress(job, done)

    try:
        outcome = syncing.synchronise(job.details["source"], job.user, _is_minor(job), step)
    except ObjectDoesNotExist as error:
        raise jobs.JobError(_("The page is no longer there.")) from error
    jobs.finish(job, told(outcome))


def told(outcome: syncing.Outcome) -> str:
    """What became of the translations, in the active language."""
    names = dict(settings.LANGUAGES)
    sentences = (
        (_("Published: %(languages)s."), outcome.published),
        (_("Words are to be translated: %(languages)s."), outcome.incomplete),
        (_("Changes of their own wait to be published: %(languages)s."), outcome.waiting),
        (_("Could not be saved: %(languages)s."), outcome.refused),
    )
    return " ".join(
        sentence % {"languages": ", ".join(names.get(code, code) for code in codes)}
        for sentence, codes in sentences
        if codes
    )


def _is_minor(job: TranslationJob) -> bool:
    """Whether the page shows the very revision that was published as a minor edit.

    What was published since is taken as well, and nobody has said that of it.
    """
    revision = job.details["minor_revision"]
    page = Page.objects.filter(pk=job.details["page"])
    return revision is not None and page.filter(live_revision=revision).exists()


def _publisher() -> Any:
    """The user whose request this is; None outside of one."""
    request = references.current().request
    return getattr(request, "user", None)

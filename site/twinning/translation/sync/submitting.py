"""Submitting pages for translation: a draft for each page and language, with its record.

In the background, a page at a time: what fails is named, and the rest goes on.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.models import Locale, Page
from wagtail_localize.models import SourceDeletedError, Translation, TranslationSource

from twinning.translation.models import TranslationJob
from twinning.translation.rights import policy
from twinning.translation.sync import jobs

#: A job's message names so many pages that failed; the rest is counted.
MOST_NAMED = 20


def details(page: Page, locales: Iterable[Locale], subtree: bool) -> dict[str, Any]:
    """What `work` needs to know."""
    return {"page": page.pk, "locales": [locale.pk for locale in locales], "subtree": subtree}


def work(job: TranslationJob) -> None:
    """Do a job of the kind `submit`.

    Raises:
        JobError: the page or the languages are gone, or every page failed.
    """
    page = Page.objects.filter(pk=job.details["page"]).first()
    locales = list(Locale.objects.filter(pk__in=job.details["locales"]))
    if page is None or not locales or job.user is None:
        raise jobs.JobError(_("The page is no longer there."))
    pages = pages_of(page, job.details["subtree"])
    job.total = len(pages)
    problems: list[str] = []
    for done, page_problems in enumerate(_each(pages, locales, job.user), start=1):
        problems += page_problems
        jobs.progress(job, done)
    if problems and len(problems) >= len(pages) * len(locales):
        raise jobs.JobError(_told(problems))
    jobs.finish(job, _told(problems))


def submit(page: Page, locales: Sequence[Locale], user: Any, subtree: bool = False) -> list[str]:
    """Submit a page at once.

    Returns:
        what failed, a sentence each, in the active language.
    """
    found = _each(pages_of(page, subtree), locales, user)
    return [problem for problems in found for problem in problems]


def pages_of(page: Page, subtree: bool) -> list[Page]:
    """The page, and those below it where the subtree is meant; parents first."""
    return list(page.get_descendants(inclusive=True).order_by("path")) if subtree else [page]


def is_taken(page: Page, locale: Locale) -> bool:
    """Whether a page exists in a language, or is being translated into it from whatever language.

    wagtail-localize expects that at most one record leads to a page.
    """
    return (
        page.get_translations(inclusive=True).filter(locale=locale).exists()
        or Translation.objects.filter(
            source__object_id=page.translation_key, target_locale=locale, enabled=True
        ).exists()
    )


def _each(pages: Sequence[Page], locales: Sequence[Locale], user: Any) -> Iterable[list[str]]:
    """Submit pages one by one; what failed of each."""
    allowed = policy.submittable(user, pages, locales)
    for page in pages:
        problems = []
        for locale in locales:
            if (page.pk, locale.pk) not in allowed:
                if page.locale_id != locale.pk:
                    problems.append(_problem(page, locale, _("You may not translate this page.")))
                continue
            try:
                _submit_one(page, locale, user)
            except (ParentNotTranslatedError, SourceDeletedError):
                problems.append(_problem(page, locale, _("The page above it is missing there.")))
            except IntegrityError:
                if not is_taken(page, locale):  # else somebody else was quicker
                    raise
            except ValidationError as error:
                problems.append(_problem(page, locale, " ".join(error.messages)))
        yield problems


@transaction.atomic
def _submit_one(page: Page, locale: Locale, user: Any) -> None:
    """Make the draft and its record; all of it or nothing.

    Snippets that the page refers to are not submitted with it, as wagtail-localize would: they have
    rights of their own.
    """
    if is_taken(page, locale):
        return
    source, _made = TranslationSource.get_or_create_from_instance(page.specific)
    records = Translation.objects.filter(source__object=page.translation_key, target_locale=locale)
    records.exclude(source=source).delete()  # stopped ones; what they had for words is kept
    Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    source.create_or_update_translation(locale, user=user, publish=False, fallback=True)


def _problem(page: Page, locale: Locale, reason: str) -> str:
    return _("“%(page)s”, %(language)s: %(reason)s") % {
        "page": page.title,
        "language": locale.get_display_name(),
        "reason": reason,
    }


def _told(problems: Sequence[str]) -> str:
    """Problems as a job's message has them."""
    lines = list(problems[:MOST_NAMED])
    if len(problems) > MOST_NAMED:
        lines.append(_("And %(count)d more.") % {"count": len(problems) - MOST_NAMED})
    return "\n".join(lines)

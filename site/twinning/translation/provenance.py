"""How a page came to be in its language: from which one, by whose hand, and whether it lags.

What answers and pages show of it comes from `TranslationState`, which `states` keeps.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from twinning import references
from twinning.compiled import CompiledQuery

#: How a page may have come about that is no original: values of `TranslationState.Method`.
METHODS = HUMAN, MACHINE, MACHINE_REVIEWED = ("human", "machine", "machine_reviewed")


def is_kept() -> bool:
    """Whether this site keeps it; one that has the Content API alone need not."""
    return apps.is_installed("twinning.translation")


@dataclass(frozen=True)
class Provenance:
    """Of a page that was translated and still follows its source.

    Args:
        source_locale: the language code that it was translated from.
        method: one of `METHODS`.
        is_stale: whether its source has changed since.
        reviewed_at: when somebody last said to have read it.
    """

    source_locale: str
    method: str
    is_stale: bool
    reviewed_at: datetime | None = None  # pages for visitors do not show it


def of_pages(keys: Iterable[int]) -> dict[int, Provenance]:
    """How pages came about, by primary key, in one query; originals are not among them."""
    if not is_kept():
        return {}
    rows = _query.rows(list(dict.fromkeys(keys)))
    return {key: Provenance(*record) for key, *record in rows}


def of_shown(page: Page) -> Provenance | None:
    """How a page came about that is shown; None of an original.

    Without a query where it was found by its address (`family.of_pages_at`), unlike in a preview.
    """
    known = references.current().get(Page, page.pk)
    if known is not None and hasattr(known, "own_provenance"):
        return Provenance(*known.own_provenance) if known.own_provenance else None
    return of_pages([page.pk]).get(page.pk)


def sentence(record: Provenance) -> str:
    """A sentence on it for visitors, in the active language."""
    words = {"from_language": _from_language(record.source_locale)}
    if record.method == MACHINE:
        said = _("Translated %(from_language)s by a machine; nobody has read it yet.") % words
    elif record.method == MACHINE_REVIEWED:
        said = _("Translated %(from_language)s by a machine, and read by a person.") % words
    else:
        said = _("Translated %(from_language)s.") % words
    return capfirst(said)


def _from_language(code: str) -> str:
    known = {
        "en": pgettext("translated", "from English"),
        "nl": pgettext("translated", "from Dutch"),
        "fr": pgettext("translated", "from French"),
        "de": pgettext("translated", "from German"),
        "pl": pgettext("translated", "from Polish"),
    }
    return known.get(code) or f"({get_language_info(code)['name_local']})"


def _states(keys: Sequence[int]) -> "QuerySet[Any, Any]":
    from twinning.translation.models import TranslationState

    return TranslationState.objects.filter(page__in=keys, source_locale__isnull=False).values_list(
        "page_id", "source_locale__language_code", "method", "is_stale", "reviewed_at"
    )


_query = CompiledQuery(_states, Page._meta.pk)

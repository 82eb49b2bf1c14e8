"""How a page came to be in its language: from which one, by whose hand, and whether it lags."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationLog

from twinning.compiled import CompiledQuery


@dataclass(frozen=True)
class Provenance:
    """The translation record of one page in one language.

    Args:
        source_locale: the language code that it was translated from.
        is_machine: whether any of its words were never looked at by a person.
        taken_at: when the words were last taken from the source.
        written_at: when the translation was last written, None where it never was.
        enabled: whether wagtail-localize still follows the source.
    """

    source_locale: str
    is_machine: bool
    taken_at: datetime
    written_at: datetime | None
    enabled: bool

    def is_stale(self, source_published_at: datetime | None) -> bool:
        """Whether the source has changed since this translation was written.

        Args:
            source_published_at: when the source page was last published.
        """
        if not self.enabled:
            return False
        changed = source_published_at is not None and source_published_at > self.taken_at
        return changed or self.written_at is None or self.written_at < self.taken_at


def of_pages(translation_keys: Iterable[UUID]) -> dict[tuple[Any, str], Provenance]:
    """The records of pages by translation key and language code, in one query."""
    rows = _query.rows(list(dict.fromkeys(translation_keys)))
    return {(key, locale): Provenance(*record) for key, locale, *record in rows}


def _records(translation_keys: Sequence[UUID]) -> "QuerySet[Any, Any]":
    machine = StringTranslation.objects.filter(
        locale=OuterRef("target_locale"),
        context__object=OuterRef("source__object"),
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    )
    written = TranslationLog.objects.filter(
        source=OuterRef("source"), locale=OuterRef("target_locale")
    ).order_by("-created_at")
    return Translation.objects.filter(source__object__in=translation_keys).values_list(
        "source__object_id",
        "target_locale__language_code",
        "source__locale__language_code",
        Exists(machine),
        "source__last_updated_at",
        Subquery(written.values("created_at")[:1]),
        "enabled",
    )


_query = CompiledQuery(_records, Page._meta.get_field("translation_key"))

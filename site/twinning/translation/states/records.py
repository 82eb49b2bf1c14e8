"""What wagtail-localize's tables say of translations, for many pages in a constant of queries."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog

from twinning.translation.states import words


@dataclass
class Record:
    """A page that follows its source.

    Args:
        translation, source: the primary keys of wagtail-localize's rows.
        source_locale: the primary key of the locale that it is translated from.
        taken_at: when the words were last taken from the source.
        source_published_at: when the source's page was last published.
    """

    translation: int
    source: int
    source_locale: int
    taken_at: datetime
    source_published_at: datetime | None = None
    segments: int = 0
    missing: int = 0
    missing_words: int = 0
    #: When each segment by a machine was written.
    machine: list[datetime] = field(default_factory=list)
    #: When the live page was written, None where it was not written from these records.
    live_written_at: datetime | None = None
    #: When the page was last written from these records, live or not.
    written_at: datetime | None = None


def of_pages(pages: Sequence[dict[str, Any]]) -> dict[int, Record]:
    """The records of those pages that follow a source, by primary key.

    Args:
        pages: with `pk`, `translation_key`, `locale_id` and `live_revision_id`.
    """
    by_place = {(page["translation_key"], page["locale_id"]): page for page in pages}
    found: dict[int, Record] = {}
    for key, target, *values in _followed(by_place):
        page = by_place.get((key, target))
        if page is not None:
            # Two sources are nothing that the admin makes; the first then counts.
            found.setdefault(page["pk"], Record(*values))
    records = list(found.values())
    _add_segments(records)
    _add_times(found, {page["pk"]: page for page in pages})
    return found


def _followed(places: Iterable[tuple[Any, int]]) -> "QuerySet[Any, Any]":
    source_page = Page.objects.filter(
        translation_key=OuterRef("source__object_id"), locale=OuterRef("source__locale_id")
    )
    return (
        Translation.objects.filter(enabled=True, source__object__in={key for key, _ in places})
        .order_by("pk")
        .values_list(
            "source__object_id",
            "target_locale_id",
            "pk",
            "source_id",
            "source__locale_id",
            "source__last_updated_at",
            source_page.values("last_published_at")[:1],
        )
    )


def _add_segments(records: Collection[Record]) -> None:
    by_translation = {record.translation: record for record in records}
    sizes = dict(
        StringSegment.objects.filter(source__in={record.source for record in records})
        .order_by()
        .values_list("source")
        .annotate(Count("pk"))
    )
    for record in records:
        record.segments = sizes.get(record.source, 0)
    for key, text in _missing(by_translation):
        by_translation[key].missing += 1
        by_translation[key].missing_words += words.count(text)
    for key, moment in _by_machine(by_translation):
        by_translation[key].machine.append(moment)


def _segments_of(translations: Collection[int]) -> "QuerySet[StringSegment]":
    """A row for each segment and each translation of its source."""
    return StringSegment.objects.filter(source__translations__in=translations).annotate(
        record=F("source__translations__pk"), target=F("source__translations__target_locale_id")
    )


def _missing(translations: Collection[int]) -> "QuerySet[Any, Any]":
    """Pairs of a translation's key and the text of a segment that it lacks."""
    there = StringTranslation.objects.filter(
        translation_of=OuterRef("string_id"),
        context=OuterRef("context_id"),
        locale=OuterRef("target"),
        has_error=False,
    ).exclude(data="")
    return _segments_of(translations).filter(~Exists(there)).values_list("record", "string__data")


def _by_machine(translations: Collection[int]) -> "QuerySet[Any, Any]":
    """Pairs of a translation's key and the moment in which a machine wrote a segment of it."""
    written = StringTranslation.objects.filter(
        translation_of=OuterRef("string_id"),
        context=OuterRef("context_id"),
        locale=OuterRef("target"),
        has_error=False,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    )
    moments = _segments_of(translations).annotate(moment=written.values("updated_at")[:1])
    return moments.filter(moment__isnull=False).values_list("record", "moment")


def _add_times(records: dict[int, Record], pages: dict[int, dict[str, Any]]) -> None:
    """When the translations were written, by their logs."""
    by_place = {
        (record.source, pages[pk]["locale_id"]): (record, pages[pk]["live_revision_id"])
        for pk, record in records.items()
    }
    logs = TranslationLog.objects.filter(source__in={source for source, _locale in by_place})
    for source, locale, revision, moment in (
        logs.order_by().values_list("source", "locale", "revision").annotate(Max("created_at"))
    ):
        record, live_revision = by_place.get((source, locale), (None, None))
        if record is None:
            continue
        record.written_at = max(moment, record.written_at or moment)
        if revision is not None and revision == live_revision:
            record.live_written_at = moment

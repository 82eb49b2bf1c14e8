"""Which segments a machine may translate, and writing what it says, over nobody's words.

A segment that a person has translated, or read, is never touched: neither when the work begins nor
when the answer comes, minutes later (strapi#25405).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from twinning.translation.glossary.segments import SLUG
from twinning.translation.machine import markup
from twinning.translation.models import ReplacedWords, TranslationState

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE

Key = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Pending:
    """A segment to be translated.

    Args:
        segment: with its string and its context.
        known: what a machine has made of it, and nobody has read; None where there is nothing.
    """

    segment: Any
    known: StringTranslation | None

    @property
    def key(self) -> Key:
        """What it is of: the words, and where they stand."""
        return self.segment.string_id, self.segment.context_id

    @property
    def asked(self) -> StringValue:
        """What a service is asked to translate."""
        data = self.segment.string.data
        return StringValue(markup.spoken(data) if self._is_slug else data)

    def usable(self, translated: StringValue | None) -> str | None:
        """What a service has made of it, as it is kept; None where that cannot be used."""
        if translated is None or not isinstance(translated.data, str):
            return None
        found = markup.usable(self.asked.data, translated.data)
        return markup.slug(found) if found and self._is_slug else found

    @property
    def _is_slug(self) -> bool:
        return self.segment.context.path == SLUG


def pending(translation: Translation, again: bool = False) -> list[Pending]:
    """The segments without a translation, in their order, each once.

    Args:
        again: those too that a machine has translated and nobody has read.
    """
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    by_key: dict[Key, Any] = {}
    for segment in segments.select_related("string", "context").order_by("order", "pk"):
        by_key.setdefault((segment.string_id, segment.context_id), segment)
    known = _known(translation, by_key.values())
    read_at = _read_at(translation)
    return [
        Pending(segment, known.get(key))
        for key, segment in by_key.items()
        if key not in known or (again and _is_unread(known[key], read_at))
    ]


@transaction.atomic
def write(translation: Translation, words: dict[Pending, str], user: Any, tool_name: str) -> int:
    """Keep what a service has said, except where somebody has been quicker; how many are kept.

    What is replaced is kept as `ReplacedWords`.
    """
    locked = StringTranslation.objects.select_for_update().order_by("pk")
    known = _known(translation, (item.segment for item in words), locked)
    read_at = _read_at(translation)
    made = {
        "translation_type": MACHINE,
        "tool_name": tool_name,
        "last_translated_by": user,
        "has_error": False,
        "field_error": "",
    }
    kept = 0
    for item, data in words.items():
        found = known.get(item.key)
        if found is None:
            kept += _create(translation, item, {**made, "data": data})
        elif item.known and _is_same(found, item.known) and _is_unread(found, read_at):
            _replace(found, {**made, "data": data})
            kept += 1
    return kept


def _create(translation: Translation, item: Pending, values: dict[str, Any]) -> bool:
    """Write a segment, unless somebody has since. It may have been there, and taken away."""
    if item.known is not None:
        return False
    _translation, created = StringTranslation.objects.get_or_create(
        translation_of=item.segment.string,
        context=item.segment.context,
        locale=translation.target_locale,
        defaults=values,
    )
    return bool(created)


def _replace(found: StringTranslation, values: dict[str, Any]) -> None:
    if found.data != values["data"]:
        ReplacedWords.objects.create(
            string_id=found.translation_of_id,
            context_id=found.context_id,
            locale_id=found.locale_id,
            data=found.data,
            written_by_id=found.last_translated_by_id,
            written_at=found.updated_at,
        )
    for name, value in values.items():
        setattr(found, name, value)
    found.save()


def _known(
    translation: Translation, segments: Iterable[Any], rows: Any = None
) -> dict[Key, StringTranslation]:
    """What some segments are translated as."""
    keys = {(segment.string_id, segment.context_id) for segment in segments}
    found = (StringTranslation.objects.all() if rows is None else rows).filter(
        locale_id=translation.target_locale_id,
        context_id__in={context for _string, context in keys},
    )
    by_key = {(row.translation_of_id, row.context_id): row for row in found}
    return {key: row for key, row in by_key.items() if key in keys}


def _is_unread(row: StringTranslation, read_at: datetime | None) -> bool:
    return row.translation_type == MACHINE and (read_at is None or row.updated_at > read_at)


def _is_same(row: StringTranslation, seen: StringTranslation) -> bool:
    return row.pk == seen.pk and row.data == seen.data and row.updated_at == seen.updated_at


def _read_at(translation: Translation) -> datetime | None:
    """When a person has last read all of a translated page, if ever."""
    states = TranslationState.objects.filter(
        page__translation_key=translation.source.object_id,
        page__locale_id=translation.target_locale_id,
    )
    return states.values_list("reviewed_at", flat=True).first()

"""The segments of a translation: what each says, what is missing, what no person has read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from twinning.translation.models import TranslationState
from twinning.translation.states import words


@dataclass(frozen=True)
class Segment:
    """A text of the source, and what it is in the other language.

    Args:
        pk: of the StringSegment, which changes when the source does.
        string, context: keys of what wagtail-localize files the words under.
        path: where in the page it stands.
        source: the text in the source's language, as HTML.
        translation: its words; None where it has none.
        is_unread: whether a machine wrote them, and nobody has looked at them since.
    """

    pk: int
    string: int
    context: int
    path: str
    source: str
    translation: Any = None
    is_unread: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether the source's words would stand in for it: they do for invalid ones too."""
        found = self.translation
        return found is None or found.has_error or not found.data

    @property
    def is_by_machine(self) -> bool:
        """Whether a machine wrote its words, read or not."""
        return self.translation is not None and _is_machine(self.translation)

    @property
    def words(self) -> int:
        """How many words the source's text has."""
        return words.count(self.source)


@dataclass(frozen=True)
class Progress:
    """All segments of a translation, in the order of the page."""

    segments: list[Segment]

    @property
    def missing(self) -> list[Segment]:
        """Those that the source's words would stand in for."""
        return [segment for segment in self.segments if segment.is_missing]

    @property
    def missing_words(self) -> int:
        """How many words are left to be translated."""
        return sum(segment.words for segment in self.missing)

    @property
    def unread(self) -> list[Segment]:
        """Those by a machine that nobody has looked at."""
        return [segment for segment in self.segments if segment.is_unread]

    @property
    def by_machine(self) -> list[Segment]:
        """Those by a machine, read or not."""
        return [segment for segment in self.segments if segment.is_by_machine]

    @property
    def written_at(self) -> datetime | None:
        """When the last word was changed."""
        moments = [s.translation.updated_at for s in self.segments if s.translation]
        return max(moments, default=None)


def progress(translation: Translation, instance: Any) -> Progress:
    """How far a translation is, in three queries.

    Args:
        instance: what it translates into. Only of pages it is kept who has read them.
    """
    reviewed_at = _reviewed_at(instance)
    rows = (
        StringSegment.objects.filter(source=translation.source_id)
        .order_by("order", "pk")
        .select_related("string", "context")
    )
    found = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            locale=translation.target_locale_id, context__object=translation.source.object_id
        ).select_related("last_translated_by")
    }
    return Progress(
        [_segment(row, found.get((row.string_id, row.context_id)), reviewed_at) for row in rows]
    )


def _segment(row: Any, found: Any, reviewed_at: datetime | None) -> Segment:
    is_unread = found is not None and _is_machine(found)
    if is_unread and reviewed_at is not None:
        is_unread = found.updated_at > reviewed_at
    return Segment(
        pk=row.pk,
        string=row.string_id,
        context=row.context_id,
        path=row.context.path,
        source=row.string.data,
        translation=found,
        is_unread=is_unread,
    )


def _is_machine(translation: Any) -> bool:
    return bool(translation.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE)


def _reviewed_at(instance: Any) -> datetime | None:
    if not isinstance(instance, Page):
        return None
    states = TranslationState.objects.filter(page=instance.pk)
    return states.values_list("reviewed_at", flat=True).first()

"""The glossary beside the segments of a translation, and over all of them before it is published.

Both cost the same number of queries for any number of segments and terms.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from wagtail_localize.models import StringSegment, Translation

from twinning.translation.glossary import finding, terms

#: Addresses are made of words, but are not read as such.
SLUG = "slug"


class Hint(NamedTuple):
    """What a term in a segment is called in the language of the translation."""

    found: str
    name: str
    note: str


@dataclass(frozen=True)
class SegmentWarning:
    """A term that the translation of a segment calls something else.

    Args:
        segment_id: of the `StringSegment`.
        path: of the segment in its page, such as `intro`.
        found: the form in which the source has the term.
        expected: its name in the language of the translation.
        note: what the glossary says of it.
    """

    segment_id: int
    path: str
    found: str
    expected: str
    note: str


def for_segments(translation: Translation) -> dict[int, list[Hint]]:
    """The terms of each segment with what they are called; segments without terms are left out."""
    glossary = terms.current()
    source, target = _languages(translation)
    hints: dict[int, list[Hint]] = {}
    for segment in _segments(translation):
        named = finding.named(glossary, segment.string.data, source, target)
        found = [Hint(form, str(entry.text(target)), entry.term.note) for form, entry in named]
        if found:
            hints[segment.pk] = list({hint.found.casefold(): hint for hint in found}.values())
    return hints


def check(translation: Translation) -> list[SegmentWarning]:
    """The terms that translated segments call something else, in the order of the segments."""
    glossary = terms.current()
    source, target = _languages(translation)
    return [
        SegmentWarning(
            segment.pk, segment.context.path, missed.found, missed.expected, missed.term.note
        )
        for segment in _segments(translation)
        if segment.translation
        for missed in finding.unheeded_of(
            glossary, segment.string.data, segment.translation, source, target
        )
    ]


def _segments(translation: Translation) -> Iterator[Any]:
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    translated = segments.annotate_translation(translation.target_locale, include_errors=True)
    for segment in translated.select_related("string", "context").order_by("order", "pk"):
        if segment.context.path != SLUG:
            yield segment


def _languages(translation: Translation) -> tuple[str, str]:
    return translation.source.locale.language_code, translation.target_locale.language_code

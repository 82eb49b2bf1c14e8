"""What a segment said before its words were changed, and how that was translated."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from twinning.translation.sync.carrying import ALIKE, likeness

#: A segment's text, and its primary key.
Missing = tuple[int, str]


@dataclass(frozen=True)
class Previous:
    """Words of the source that are gone, and what they were translated as."""

    text: str
    data: str


def previous_words(translation: Translation) -> dict[int, tuple[str, str]]:
    """For segments without a translation: the old words and their translation, by the segment's key.

    In two queries. Only where the same place of the page had words that were translated and are
    gone. Where several are, as in a text of several sentences, each goes with what is most alike,
    the newer before the older.
    """
    missing = _missing(translation)
    if not missing:
        return {}
    gone = _gone(translation, list(missing))
    found: dict[int, tuple[str, str]] = {}
    for context, segments in missing.items():
        for key, previous in _pairs(segments, gone[context]):
            found[key] = (previous.text, previous.data)
    return found


def _missing(translation: Translation) -> dict[int, list[Missing]]:
    """Segments without a translation, by the key of their place."""
    there = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=translation.target_locale_id,
        has_error=False,
    )
    rows = (
        StringSegment.objects.filter(~Exists(there), source=translation.source_id)
        .order_by("order", "pk")
        .values_list("context", "pk", "string__data")
    )
    found: dict[int, list[Missing]] = defaultdict(list)
    for context, key, text in rows:
        found[context].append((key, text))
    return found


def _gone(translation: Translation, contexts: Sequence[int]) -> dict[int, list[Previous]]:
    """Translated words that these places no longer have, the newest first."""
    still = StringSegment.objects.filter(
        source=translation.source_id, string=OuterRef("translation_of"), context=OuterRef("context")
    )
    rows = (
        StringTranslation.objects.filter(
            ~Exists(still), locale=translation.target_locale_id, context__in=contexts
        )
        .order_by("-translation_of", "-pk")
        .values_list("context", "translation_of__data", "data")
    )
    found: dict[int, list[Previous]] = defaultdict(list)
    for context, text, data in rows:
        found[context].append(Previous(text, data))
    return found


def _pairs(segments: Sequence[Missing], gone: Sequence[Previous]) -> list[tuple[int, Previous]]:
    """Each segment with what it most likely said before."""
    if len(segments) == 1 and gone:
        text = segments[0][1]
        alike = [previous for previous in gone if likeness(previous.text, text) >= ALIKE]
        return [(segments[0][0], (alike or list(gone))[0])]
    unused, found = list(gone), []
    for key, text in segments:
        best = max(unused, key=lambda previous: likeness(previous.text, text), default=None)
        if best is not None and likeness(best.text, text) >= ALIKE:
            unused.remove(best)
            found.append((key, best))
    return found

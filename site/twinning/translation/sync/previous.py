"""What a segment said before its words were changed, and how that was translated."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from twinning.translation.sync.carrying import ALIKE, likeness


@dataclass(frozen=True)
class Previous:
    """Words of the source that are gone, and what they were translated as."""

    text: str
    data: str


def previous_words(translation: Translation) -> dict[int, Previous]:
    """For segments without a translation: their old words and what these were translated as.

    By the key of the segment, in two queries. Only where the same place of the page had words that
    were translated and are gone. Where several are, as in a text of several sentences, each goes
    with what is most alike, the newer before the older.
    """
    places = _incomplete_places(translation)
    if not places:
        return {}
    gone = _gone(translation, list(places))
    return {
        key: previous
        for context, segments in places.items()
        for key, previous in _pairs(segments, gone[context])
    }


@dataclass(frozen=True)
class Segment:
    """One of the segments of a place."""

    key: int
    text: str
    is_translated: bool


def _incomplete_places(translation: Translation) -> dict[int, list[Segment]]:
    """Places in which a segment has no translation, with all their segments."""
    there = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=translation.target_locale_id,
        has_error=False,
    ).exclude(data="")
    rows = (
        StringSegment.objects.filter(source=translation.source_id)
        .annotate(is_translated=Exists(there))
        .order_by("order", "pk")
        .values_list("context", "pk", "string__data", "is_translated")
    )
    found: dict[int, list[Segment]] = defaultdict(list)
    for context, *segment in rows:
        found[context].append(Segment(*segment))
    return {
        context: segments
        for context, segments in found.items()
        if not all(segment.is_translated for segment in segments)
    }


def _gone(translation: Translation, contexts: Sequence[int]) -> dict[int, list[Previous]]:
    """Translated words that these places no longer have, the newest first."""
    still = StringSegment.objects.filter(
        source=translation.source_id, string=OuterRef("translation_of"), context=OuterRef("context")
    )
    rows = (
        StringTranslation.objects.filter(
            ~Exists(still), locale=translation.target_locale_id, context__in=contexts
        )
        .exclude(data="")
        .order_by("-updated_at", "-pk")
        .values_list("context", "translation_of__data", "data")
    )
    found: dict[int, list[Previous]] = defaultdict(list)
    for context, text, data in rows:
        found[context].append(Previous(text, data))
    return found


def _pairs(segments: Sequence[Segment], gone: Sequence[Previous]) -> Iterator[tuple[int, Previous]]:
    """Each segment without a translation, with what it most likely said before."""
    unused = list(gone)
    # What stands alone, such as a title, has replaced what stood there, however unlike it is.
    least = ALIKE if len(segments) > 1 else 0
    for segment in segments:
        if segment.is_translated or not unused:
            continue
        alike = {previous: likeness(previous.text, segment.text) for previous in unused}
        best = max(alike, key=alike.__getitem__)
        if len(segments) == 1 and alike[best] < ALIKE:
            best = unused[0]
        if alike[best] >= least:
            unused.remove(best)
            yield segment.key, best

"""Translations that go on with other words, or in another place, when a source has changed.

wagtail-localize knows a translation by its words and its place in the page. Nobody ever takes one
away; but where the words differ by a comma, or a block was made anew, it no longer belongs.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Exists, OuterRef
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource
from wagtail_localize.strings import StringValue, validate_translation_links

#: Of two texts that are taken for the same sentence, at least so much is the same.
ALIKE = 0.5


@dataclass(frozen=True)
class Text:
    """The words of a segment: the key of wagtail-localize's string, and its text."""

    key: int
    text: str


#: The segments of a source by the key of their place, in their order.
Segments = dict[int, list[Text]]


def segments(source: TranslationSource) -> Segments:
    """The segments of a source as they are now."""
    found: Segments = defaultdict(list)
    rows = StringSegment.objects.filter(source=source).order_by("order", "pk")
    for context, key, text in rows.values_list("context", "string", "string__data"):
        found[context].append(Text(key, text))
    return dict(found)


def keep_valid(before: Segments, after: Segments) -> int:
    """Let the translations of changed words stand for the new ones: a minor edit.

    Returns:
        how many segments of translations were carried over.
    """
    pairs = [
        (context, old, new)
        for context in before.keys() & after.keys()
        for old, new in changes(before[context], after[context])
    ]
    known = StringTranslation.objects.filter(
        context__in={context for context, _old, _new in pairs},
        translation_of__in={old.key for _context, old, _new in pairs},
        has_error=False,
    )
    by_place = defaultdict(list)
    for translation in known:
        by_place[translation.context_id, translation.translation_of_id].append(translation)
    return _write(
        _copy(translation, context, new)
        for context, old, new in pairs
        for translation in by_place[context, old.key]
        if _fits(translation.data, new.text)
    )


def bring_along(source: TranslationSource) -> int:
    """Let translations of words that stand in another place of the page now go there with them.

    A block that was taken away and made anew is another place. Only places that the page no longer
    has give something: the same word elsewhere on it may be meant otherwise.

    Returns:
        how many segments of translations were brought along.
    """
    here = StringSegment.objects.filter(source=source)
    there = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context")
    )
    homeless = defaultdict(list)
    for segment in here.filter(~Exists(there)).select_related("string"):
        homeless[segment.string_id].append(segment)
    if not homeless:
        return 0
    left = (
        StringTranslation.objects.filter(
            translation_of__in=homeless.keys(), context__object=source.object_id, has_error=False
        )
        .exclude(context__in=here.values("context"))
        .order_by("-updated_at")
    )
    newest = {
        (translation.translation_of_id, translation.locale_id): translation
        for translation in reversed(left)
    }
    return _write(
        _copy(translation, segment.context_id, Text(segment.string_id, segment.string.data))
        for (key, _locale), translation in newest.items()
        for segment in homeless[key]
    )


def changes(before: Sequence[Text], after: Sequence[Text]) -> Iterable[tuple[Text, Text]]:
    """Pairs of old and new words in one place, as far as they can be told."""
    matcher = SequenceMatcher(
        None, [text.key for text in before], [text.key for text in after], autojunk=False
    )
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "replace":
            yield from _paired(before[start:end], after[new_start:new_end])


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _paired(before: Sequence[Text], after: Sequence[Text]) -> Iterable[tuple[Text, Text]]:
    if len(before) == len(after):
        yield from zip(before, after, strict=True)
        return
    unused = list(before)
    for new in after:
        best = max(unused, key=lambda old: likeness(old.text, new.text), default=None)
        if best is not None and likeness(best.text, new.text) >= ALIKE:
            unused.remove(best)
            yield best, new


def _fits(data: str, text: str) -> bool:
    """Whether a translation has the links of these words."""
    try:
        StringValue.from_translated_html(data)
        validate_translation_links(text, data)
    except ValueError:
        return False
    return True


def _copy(translation: StringTranslation, context: int, text: Text) -> StringTranslation:
    return StringTranslation(
        translation_of_id=text.key,
        context_id=context,
        locale_id=translation.locale_id,
        data=translation.data,
        translation_type=translation.translation_type,
        tool_name=translation.tool_name,
        last_translated_by_id=translation.last_translated_by_id,
        updated_at=translation.updated_at,
    )


def _write(copies: Iterable[StringTranslation]) -> int:
    """Write what is not there yet, each with the time at which somebody wrote its words.

    By that time they count as read or unread, and as published or not.
    """
    made = {_place(copy): copy for copy in copies}
    there = StringTranslation.objects.filter(
        translation_of__in={key for key, _context, _locale in made},
        context__in={context for _key, context, _locale in made},
    )
    for translation in there:
        made.pop(_place(translation), None)
    times = {place: copy.updated_at for place, copy in made.items()}
    written = StringTranslation.objects.bulk_create(made.values())
    for translation in written:  # the field takes the present time, whatever it was given
        translation.updated_at = times[_place(translation)]
    StringTranslation.objects.bulk_update(written, ["updated_at"])
    return len(written)


def _place(translation: StringTranslation) -> tuple[int, int | None, int]:
    return translation.translation_of_id, translation.context_id, translation.locale_id

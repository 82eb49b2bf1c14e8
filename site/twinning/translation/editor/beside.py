"""What helps with each segment: its terms, its earlier words, whether a machine wrote it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from wagtail_localize.models import SegmentOverride, Translation

from twinning.translation import glossary
from twinning.translation.editor import names, versions
from twinning.translation.editor.segments import Progress, Segment
from twinning.translation.models import ReplacedWords
from twinning.translation.sync.previous import Previous, previous_words

#: So many earlier versions of a segment are shown; all are kept.
MOST_EARLIER = 8


@dataclass(frozen=True)
class Earlier:
    """Words that a segment had before, when they were written, and by whom where that is known."""

    words: str
    writer: str
    time: str


@dataclass
class Help:
    """What stands beside one segment.

    Args:
        label: what the editor calls its field.
        terms: of the glossary, in its text: what they are called.
        previous: of a text that was changed and is not translated again yet.
        earlier: what it was translated as, the latest first, each once.
    """

    segment: Segment
    label: str
    terms: list[Any] = field(default_factory=list)
    previous: Previous | None = None
    earlier: list[Earlier] = field(default_factory=list)

    @property
    def version(self) -> str:
        """The name of its words as they are shown; nothing where it has none."""
        found = self.segment.translation
        return versions.version(found.data) if found else ""

    @property
    def is_by_machine(self) -> bool:
        """Whether a machine wrote its words."""
        return self.segment.is_by_machine

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.terms or self.previous or self.earlier or self.is_by_machine)


def of_segments(translation: Translation, progress: Progress, labels: dict[int, str]) -> list[Help]:
    """What helps with each segment, in a constant number of queries."""
    terms = glossary.for_segments(translation)
    previous = previous_words(translation) if progress.missing else {}
    earlier = _earlier(translation)
    return [
        Help(
            segment=segment,
            label=labels.get(segment.pk) or segment.path,
            terms=terms.get(segment.pk, []),
            previous=previous.get(segment.pk),
            earlier=_others(earlier[segment.string, segment.context], segment),
        )
        for segment in progress.segments
    ]


def known_versions(translation: Translation, props: dict[str, Any], progress: Progress) -> Any:
    """What the page's script tells the server that it has seen, by the address it saves to."""
    by_key = {segment.pk: segment for segment in progress.segments}
    overrides = dict(
        SegmentOverride.objects.filter(
            locale=translation.target_locale_id, context__object=translation.source.object_id
        ).values_list("context__path", "data_json")
    )
    known = {}
    for item in props.get("segments", []):
        address = item.get("editUrl")
        if item["type"] == "string" and item["id"] in by_key:
            segment = by_key[item["id"]]
            words = segment.translation.data if segment.translation else None
            place = f"{segment.string}-{segment.context}"
        elif item["type"] == "synchronised_value":
            words, place = overrides.get(item["contentPath"]), ""
        else:
            continue
        version = None if words is None else versions.version(words)
        known[address] = {"place": place, "version": version}
    return known


def _earlier(translation: Translation) -> dict[Any, list[Earlier]]:
    found = defaultdict(list)
    rows = ReplacedWords.objects.filter(
        locale=translation.target_locale_id, context__object=translation.source.object_id
    ).select_related("written_by")
    for row in rows:
        found[row.string_id, row.context_id].append(
            Earlier(
                row.data,
                names.name_of(row.written_by) if row.written_by else "",
                names.moment(row.written_at or row.replaced_at),
            )
        )
    return found


def _others(earlier: list[Earlier], segment: Segment) -> list[Earlier]:
    """Each of the earlier words once, without those that the segment has now."""
    now = segment.translation.data if segment.translation else None
    once: dict[str, Earlier] = {}
    for version in earlier:
        if version.words != now:
            once.setdefault(version.words, version)
    return list(once.values())[:MOST_EARLIER]

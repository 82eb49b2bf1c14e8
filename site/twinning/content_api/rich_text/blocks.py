"""The blocks that a text consists of: what Portable Text and Markdown are both written from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from twinning.content_api.rich_text.targets import Link

#: The marks that text can have, by the names that renderers of Portable Text know.
DECORATORS = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "u": "underline",
    "s": "strike-through",
    "del": "strike-through",
    "strike": "strike-through",
    "code": "code",
    "sub": "sub",
    "sup": "sup",
}
MARKS = tuple(dict.fromkeys(DECORATORS.values()))


@dataclass(slots=True)
class Span:
    """A run of text with the same marks all along; a line break in it is a newline."""

    text: str
    marks: tuple[str, ...] = ()
    link: Link | None = None


@dataclass(slots=True)
class TextBlock:
    """A paragraph, heading, quotation, list item or preformatted text."""

    key: str
    style: str
    list_item: str | None = None
    level: int = 0
    is_preformatted: bool = False
    spans: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text without its marks."""
        return "".join(span.text for span in self.spans)

    def ends_with(self, characters: str) -> bool:
        """Whether the last character is one of these; so it is in an empty block."""
        return not self.spans or self.spans[-1].text[-1] in characters

    def tidy(self, blank: str) -> None:
        """Take blank characters from both ends, and make one run of those with the same marks."""
        while self.spans and not self.spans[-1].text.strip(blank):
            self.spans.pop()
        inked = (index for index, span in enumerate(self.spans) if span.text.strip(blank))
        del self.spans[: next(inked, 0)]
        if self.spans:
            self.spans[-1].text = self.spans[-1].text.rstrip(blank)
            self.spans[0].text = self.spans[0].text.lstrip(blank)
        self.spans = merged(self.spans)


@dataclass(slots=True)
class ObjectBlock:
    """What stands between texts: a picture, an embed or a rule."""

    key: str
    type: str
    value: dict[str, Any]


Block = TextBlock | ObjectBlock


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same text in as few runs as its marks and links allow."""
    runs = groupby(spans, key=lambda span: (span.marks, id(span.link)))
    return [_joined(list(run)) for _, run in runs]


def _joined(run: list[Span]) -> Span:
    return Span("".join(span.text for span in run), run[0].marks, run[0].link)

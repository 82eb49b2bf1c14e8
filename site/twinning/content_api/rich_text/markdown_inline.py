"""Runs of text with marks as one piece of Markdown, in which marks are nested."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from twinning.content_api.rich_text.blocks import Span, merged
from twinning.content_api.rich_text.markdown_text import (
    address,
    before_sign,
    code,
    escaped,
    is_emphasis,
)
from twinning.content_api.rich_text.targets import Link

Mark = str | Link

_SIGNS = {"strong": "**", "em": "_", "strike-through": "~~"}
# What Markdown has no signs for, or has signs for that a reader would not take for such.
_ELEMENTS = {
    "strong": "strong",
    "em": "em",
    "strike-through": "del",
    "underline": "u",
    "sub": "sub",
    "sup": "sup",
}


def inline(spans: Iterable[Span], line_break: str = "\\\n", starts_line: bool = True) -> str:
    """The Markdown of a block's text.

    Args:
        spans: its runs of text.
        line_break: what to write for a line break.
        starts_line: whether the text stands at the beginning of a line.
    """
    writer = _Writer(line_break, starts_line)
    runs = _with_bare_spaces(spans)
    for span, lengths in zip(runs, _lengths(runs), strict=True):
        writer.write(span, lengths)
    return writer.finish()


def _marks(span: Span) -> tuple[Mark, ...]:
    """The marks that signs around the text make; code is of another kind, as it escapes."""
    link = () if span.link is None else (span.link,)
    return (*link, *(mark for mark in span.marks if mark != "code"))


def _with_bare_spaces(spans: Iterable[Span]) -> list[Span]:
    """The runs without marks that begin or end at a space: `** so**` would be no emphasis."""
    parts = [part for span in spans for part in _parts(span)]
    inked = [index for index, part in enumerate(parts) if not part.text.isspace()]
    for before, after in pairwise(inked):
        for index in range(before + 1, after):
            parts[index] = _between(parts[before], parts[index].text, parts[after])
    return merged(parts[inked[0] : inked[-1] + 1]) if inked else []


def _parts(span: Span) -> list[Span]:
    ink = span.text.strip()
    if not ink:
        return [span]
    start = span.text.index(ink)
    texts = span.text[:start], ink, span.text[start + len(ink) :]
    return [replace(span, text=text) for text in texts if text]


def _between(before: Span, space: str, after: Span) -> Span:
    """A space with the marks that go on over it."""
    marks = tuple(mark for mark in before.marks if mark in after.marks and mark != "code")
    return Span(space, marks, before.link if before.link is after.link else None)


def _lengths(spans: list[Span]) -> list[dict[Mark, int]]:
    """For each run, over how many runs from there on each of its marks goes."""
    lengths: list[dict[Mark, int]] = []
    following: dict[Mark, int] = {}
    for span in reversed(spans):
        following = {mark: following.get(mark, 0) + 1 for mark in _marks(span)}
        lengths.append(following)
    return lengths[::-1]


@dataclass(slots=True)
class _Opened:
    mark: Mark
    index: int


class _Writer:
    def __init__(self, line_break: str, starts_line: bool) -> None:
        self._line_break = line_break
        self._starts_line = starts_line
        self._pieces: list[str] = []
        self._is_after_text = False
        self._opened: list[_Opened] = []
        self._emphasis: list[tuple[str, int, int]] = []

    def write(self, span: Span, lengths: dict[Mark, int]) -> None:
        """Write a run, after the signs of marks that end and begin before it."""
        while any(opened.mark not in lengths for opened in self._opened):
            self._close()
        already = {opened.mark for opened in self._opened}
        # The longest is the outermost, so that the fewest are interrupted.
        for mark in sorted(lengths.keys() - already, key=lambda mark: _order(mark, lengths)):
            self._open(mark)
        self._write_text(span)

    def finish(self) -> str:
        """All that was written, its marks ended."""
        while self._opened:
            self._close()
        for mark, start, end in self._emphasis:
            if not is_emphasis(_SIGNS[mark], self._around(start), self._around(end)):
                element = _ELEMENTS[mark]
                self._pieces[start], self._pieces[end] = f"<{element}>", f"</{element}>"
        return "".join(self._pieces)

    def _around(self, index: int) -> tuple[str, str]:
        """The characters beside a piece; which signs stand there makes no difference."""
        before = self._pieces[index - 1][-1] if index else ""
        after = self._pieces[index + 1][0] if index + 1 < len(self._pieces) else ""
        return before, after

    def _open(self, mark: Mark) -> None:
        if isinstance(mark, Link):
            if self._is_after_text and self._pieces[-1].endswith("!"):
                self._pieces[-1] = self._pieces[-1][:-1] + "\\!"  # else it is a picture
            sign = "["
        else:
            sign = _SIGNS.get(mark) or f"<{_ELEMENTS[mark]}>"
        self._opened.append(_Opened(mark, len(self._pieces)))
        self._add_sign(sign)

    def _close(self) -> None:
        opened = self._opened.pop()
        mark = opened.mark
        if isinstance(mark, Link):
            self._add_sign(f"]({address(mark.href)})")
        elif mark in _SIGNS:
            self._emphasis.append((mark, opened.index, len(self._pieces)))
            self._add_sign(_SIGNS[mark])
        else:
            self._add_sign(f"</{_ELEMENTS[mark]}>")

    def _write_text(self, span: Span) -> None:
        for index, line in enumerate(span.text.split("\n")):
            if index:
                self._add_sign(self._line_break)
            if not line:
                continue
            if "code" in span.marks:
                self._add_sign(_code(line, span))
            else:
                self._pieces.append(escaped(line, self._is_line_start()))
                self._is_after_text = True

    def _add_sign(self, sign: str) -> None:
        if self._is_after_text:
            self._pieces[-1] = before_sign(self._pieces[-1])
        self._pieces.append(sign)
        self._is_after_text = False

    def _is_line_start(self) -> bool:
        return self._pieces[-1].endswith("\n") if self._pieces else self._starts_line


def _code(line: str, span: Span) -> str:
    # A block that begins with `[…]:` is no text but the definition of a link, whatever is
    # between the brackets; and in a code span nothing can be escaped.
    is_definition = span.link is not None and "]:" in line
    return f"<code>{escaped(line)}</code>" if is_definition else code(line)


def _order(mark: Mark, lengths: dict[Mark, int]) -> tuple[int, int]:
    return -lengths[mark], list(lengths).index(mark)

"""Reads stored rich text into blocks, tag by tag: no tree, so no nesting is too deep.

What the tags say is kept as state: the lists and quotations that are open, the style of the
block, the marks and the link of the text. Tags that are never closed, or never opened, so can
do no harm.
"""

import re
from collections import Counter
from collections.abc import Callable

from twinning.content_api.rich_text import tags, targets
from twinning.content_api.rich_text.blocks import (
    DECORATORS,
    MARKS,
    Block,
    ObjectBlock,
    Span,
    TextBlock,
)
from twinning.content_api.rich_text.keys import Keys
from twinning.content_api.rich_text.resolver import Resolver

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# The text before and after any of these is not the same paragraph. Those beside headings, p, li
# and pre are never stored by Wagtail's editor, only by hand.
BLOCKS = HEADINGS | {
    *("p", "li", "pre", "ul", "ol", "blockquote", "div", "section", "article", "figure"),
    *("figcaption", "table", "tr", "td", "th", "dl", "dt", "dd"),
}
# Only these end a list item: its second paragraph is a new line in it, as Portable Text has no
# items of several blocks.
_ITEM_ENDS = frozenset({"ul", "ol", "li", "pre"})
LISTS = {"ul": "bullet", "ol": "number"}

#: No text is nested as deeply; renderers recurse, and Markdown indents each level further.
MAX_LEVEL = 50

_SPACE = re.compile(r"[ \t\n\r\f]+")
_LINE_END = re.compile(r"\r\n?")


def read(db_html: str, resolver: Resolver) -> list[Block]:
    """The blocks of a stored text; those without any text are left out."""
    reader = _Reader(resolver)
    for token in tags.tokens(db_html):
        if isinstance(token, tags.Text):
            reader.text(token.text)
        elif isinstance(token, tags.Start):
            reader.start(token)
        else:
            reader.end(token.name)
    reader.finish_block()
    return reader.blocks


class _Reader:
    def __init__(self, resolver: Resolver) -> None:
        self.blocks: list[Block] = []
        self._resolver = resolver
        self._keys = Keys()
        self._block: TextBlock | None = None
        self._is_line_due = False
        self._stored_key: str | None = None
        self._heading: str | None = None
        self._lists: list[str] = []
        self._open: Counter[str] = Counter()
        self._marks: dict[str, int] = {}
        self._link: targets.Link | None = None

    # Text

    def text(self, text: str) -> None:
        if self._open["pre"]:
            self._add(_LINE_END.sub("\n", text))
            return
        text = _SPACE.sub(" ", text)
        if self._block is None or self._is_line_due or self._block.ends_with(" \n"):
            text = text.removeprefix(" ")
        if text:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._block is None:
            self._block = self._new_block()
        elif self._is_line_due:
            self._drop_space()
            self._block.spans.append(Span("\n"))
        self._is_line_due = False
        self._block.spans.append(Span(text, self._current_marks(), self._link))

    def _current_marks(self) -> tuple[str, ...]:
        """The marks in an order of their own: the order of tags does not tell texts apart."""
        is_code = self._open["pre"] > 0
        if not self._marks:
            return ("code",) if is_code else ()
        return tuple(mark for mark in MARKS if mark in self._marks or (is_code and mark == "code"))

    def _break_line(self) -> None:
        if not self._open["pre"]:
            self._drop_space()
        self._add("\n")

    def _drop_space(self) -> None:
        """Take away a space that a line break follows."""
        spans = self._block.spans if self._block else []
        if spans and spans[-1].text.endswith(" "):
            spans[-1].text = spans[-1].text[:-1]
            if not spans[-1].text:
                spans.pop()

    # Tags

    def start(self, tag: tags.Start) -> None:
        if tag.name in DECORATORS:
            mark = DECORATORS[tag.name]
            self._marks[mark] = self._marks.get(mark, 0) + 1
        elif tag.name in BLOCKS:
            self._start_block(tag)
        elif tag.name in _OTHERS:
            _OTHERS[tag.name](self, tag)

    def end(self, name: str) -> None:
        if name in DECORATORS:
            self._end_mark(DECORATORS[name])
        elif name == "a":
            self._link = None
        elif name in BLOCKS:
            self._end_block(name)

    def _end_mark(self, mark: str) -> None:
        left = self._marks.get(mark, 0) - 1
        if left > 0:
            self._marks[mark] = left
        else:
            self._marks.pop(mark, None)

    def _start_block(self, tag: tags.Start) -> None:
        self._leave_paragraph(tag.name)
        if self._block is None:
            self._stored_key = tag.attributes.get("data-block-key")
        self._heading = tag.name if tag.name in HEADINGS else None
        if tag.name in LISTS:
            self._lists.append(LISTS[tag.name])
        else:
            self._open[tag.name] += 1

    def _end_block(self, name: str) -> None:
        self._leave_paragraph(name)
        if name in LISTS:
            del self._lists[-1:]
        else:
            self._open[name] = max(0, self._open[name] - 1)
        self._heading = None
        # What somebody forgot to close ends with its paragraph.
        self._marks.clear()
        self._link = None

    def _leave_paragraph(self, name: str) -> None:
        if self._lists and name not in _ITEM_ENDS:
            self._is_line_due = True
        else:
            self.finish_block()

    # Blocks

    def _new_block(self) -> TextBlock:
        style = self._heading or ("blockquote" if self._open["blockquote"] else "normal")
        is_preformatted = self._open["pre"] > 0
        return TextBlock(
            key=self._keys.block(self._stored_key),
            style="normal" if is_preformatted else style,
            list_item=self._lists[-1] if self._lists else None,
            level=min(len(self._lists), MAX_LEVEL),
            is_preformatted=is_preformatted,
        )

    def finish_block(self) -> None:
        """End the text block that is being read, if there is one."""
        block, self._block = self._block, None
        if block is None:
            return
        block.tidy("\n" if block.is_preformatted else " \n")
        if block.spans:
            self.blocks.append(block)

    def _add_object(self, kind: str, value: dict[str, object] | None) -> None:
        if value is not None:
            self.finish_block()
            self.blocks.append(ObjectBlock(self._keys.block(None), kind, value))

    def _start_link(self, tag: tags.Start) -> None:
        self._link = targets.link(tag.attributes, self._resolver)

    def _embed(self, tag: tags.Start) -> None:
        attributes = tag.attributes
        if attributes.get("embedtype") == "image":
            self._add_object("image", targets.image(attributes, self._resolver))
        elif attributes.get("embedtype") == "media":
            self._add_object("embed", targets.media(attributes, self._resolver))


_OTHERS: dict[str, Callable[[_Reader, tags.Start], None]] = {
    "a": _Reader._start_link,
    "embed": _Reader._embed,
    "br": lambda reader, tag: reader._break_line(),
    "hr": lambda reader, tag: reader._add_object("break", {}),
}

"""Rich text as Markdown: CommonMark, with GitHub's signs for what is struck out."""

import re
from dataclasses import dataclass

from twinning.content_api.rich_text.blocks import Block, ObjectBlock, TextBlock
from twinning.content_api.rich_text.markdown_inline import inline
from twinning.content_api.rich_text.markdown_text import address, escaped, fenced
from twinning.content_api.rich_text.reader import read
from twinning.content_api.rich_text.resolver import Resolver

_SPACE = re.compile(r"\s+")


def to_markdown(db_html: str, resolver: Resolver) -> str:
    """Stored rich text as Markdown, without a line break at its end."""
    pieces: list[str] = []
    lists = _Lists()
    before: Block | None = None
    for block in read(db_html, resolver):
        if isinstance(block, TextBlock) and block.text.isspace():
            continue  # a non-breaking space that keeps a paragraph open on a page
        if before is not None:
            pieces.append(_separator(before, block))
        pieces.append(_write(block, lists))
        before = block
    return "".join(pieces)


def _separator(before: Block, block: Block) -> str:
    if isinstance(before, TextBlock) and isinstance(block, TextBlock):
        if before.list_item and block.list_item:
            return "\n"
        if _is_quotation(before) and _is_quotation(block):
            return "\n>\n"
    return "\n\n"


def _write(block: Block, lists: "_Lists") -> str:
    if isinstance(block, TextBlock) and block.list_item:
        return lists.item(block)
    lists.end()
    if isinstance(block, ObjectBlock):
        return _object(block)
    text = _text(block)
    return _indented(text, "> ", "> ") if _is_quotation(block) else text


def _is_quotation(block: TextBlock) -> bool:
    return block.style == "blockquote" and not block.list_item


def _text(block: TextBlock) -> str:
    if block.is_preformatted:
        return fenced(block.text)
    if not block.style.startswith("h"):
        return inline(block.spans)
    # A heading is one line, and # standing alone at its end would be no text.
    text = inline(block.spans, line_break=" ", starts_line=False)
    start = text.rstrip("#")
    if start != text and (not start or start.endswith(" ")):
        text = f"{start}\\{text[len(start) :]}"
    return f"{'#' * int(block.style[1])} {text}"


def _object(block: ObjectBlock) -> str:
    if block.type == "image":
        return f"![{_label(block.value['alt'])}]({address(block.value['src'])})"
    if block.type == "embed":
        url = block.value["url"]
        return f"[{_label(block.value.get('title') or url)}]({address(url)})"
    return "---"


def _label(text: str) -> str:
    return escaped(_SPACE.sub(" ", text).strip())


def _indented(text: str, first: str, others: str) -> str:
    """Text with something before its first line and before all others."""
    start, *rest = text.split("\n")
    blank = others.rstrip()
    return "\n".join([first + start, *(others + line if line else blank for line in rest)])


@dataclass(slots=True)
class _List:
    kind: str
    level: int
    indent: str
    count: int = 0


class _Lists:
    """The lists that are open, with their numbers; an item stands under the text of its parent."""

    def __init__(self) -> None:
        self._open: list[_List] = []

    def end(self) -> None:
        """Leave all lists."""
        self._open.clear()

    def item(self, block: TextBlock) -> str:
        """The lines of a list item."""
        while self._open and not self._belongs(block, self._open[-1]):
            self._open.pop()
        if not self._open or self._open[-1].level < block.level:
            self._open.append(_List(block.list_item or "", block.level, self._indent()))
        current = self._open[-1]
        current.count += 1
        first = current.indent + _marker(current)
        return _indented(_text(block), first, " " * len(first))

    def _belongs(self, block: TextBlock, parent: _List) -> bool:
        """Whether an item is of a list, or of one in it."""
        if parent.level == block.level:
            return parent.kind == block.list_item
        return parent.level < block.level

    def _indent(self) -> str:
        if not self._open:
            return ""
        return " " * len(self._open[-1].indent + _marker(self._open[-1]))


def _marker(current: _List) -> str:
    return "- " if current.kind == "bullet" else f"{current.count}. "

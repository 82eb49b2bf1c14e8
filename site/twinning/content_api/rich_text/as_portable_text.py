"""Rich text as Portable Text: https://github.com/portabletext/portabletext."""

from typing import Any

from twinning.content_api.rich_text import keys
from twinning.content_api.rich_text.blocks import Block, ObjectBlock, TextBlock
from twinning.content_api.rich_text.reader import read
from twinning.content_api.rich_text.resolver import Resolver
from twinning.content_api.rich_text.targets import Link

Value = dict[str, Any]


def to_portable_text(db_html: str, resolver: Resolver) -> list[Value]:
    """Stored rich text as a list of blocks; `schemas.PortableText` says of which shape."""
    return [_block(block) for block in read(db_html, resolver)]


def _block(block: Block) -> Value:
    return _object(block) if isinstance(block, ObjectBlock) else _text(block)


def _object(block: ObjectBlock) -> Value:
    head = {"_type": block.type, "_key": block.key}
    if block.type == "embed":
        return head | {"url": block.value["url"], "title": block.value.get("title") or ""}
    return head | block.value


def _text(block: TextBlock) -> Value:
    links: list[Link] = []
    children = []
    for index, span in enumerate(block.spans):
        marks = list(span.marks)
        if span.link is not None:
            if not links or links[-1] is not span.link:
                links.append(span.link)
            marks.append(keys.link(block.key, len(links) - 1))
        key = keys.span(block.key, index)
        children.append({"_type": "span", "_key": key, "text": span.text, "marks": marks})
    value: Value = {"_type": "block", "_key": block.key, "style": block.style}
    if block.list_item is not None:
        value |= {"listItem": block.list_item, "level": block.level}
    definitions = [_link(keys.link(block.key, index), link) for index, link in enumerate(links)]
    return value | {"children": children, "markDefs": definitions}


def _link(key: str, link: Link) -> Value:
    value: Value = {"_type": "link", "_key": key, "href": link.href}
    if link.hreflang is not None:
        value["hreflang"] = link.hreflang
    if link.page is not None:
        value["page"] = link.page
    if link.document is not None:
        value["document"] = link.document
    return value

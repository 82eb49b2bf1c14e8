"""From a written body to StreamField data: identifiers for blocks, primary keys for references."""

import re
from collections.abc import Callable
from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from home.demo.source import stable_id

#: Gives the primary key for a written reference, such as `page:home/towns` or `image:hero`.
Resolve = Callable[[str], int]

PAGE_LINK = re.compile(r'href="(page:[^"]+)"')


def stream_data(
    block: blocks.BaseStreamBlock, written: list[dict[str, Any]], path: str, resolve: Resolve
) -> list[dict[str, Any]]:
    """StreamField data in the form in which it is stored.

    Args:
        block: the StreamBlock that the data is for.
        written: `[{"type": …, "value": …}]` with references by key.
        path: of the field, for the blocks' identifiers.
        resolve: turns a reference into a primary key.
    """
    data = []
    for position, child in enumerate(written):
        child_path = f"{path}/{position}-{child['type']}"
        child_block = block.child_blocks[child["type"]]
        data.append(
            {
                "type": child["type"],
                "value": _value(child_block, child["value"], child_path, resolve),
                "id": str(stable_id(child_path)),
            }
        )
    stream = block.to_python(data)
    # Reading each value fills in the fields that are not written; wagtail-localize needs them all.
    return [
        {**child, "value": read.block.get_prep_value(read.value)}
        for child, read in zip(data, stream, strict=True)
    ]


def rich_text(written: str, resolve: Resolve) -> str:
    """Rich text in the form in which it is stored."""
    return PAGE_LINK.sub(lambda link: f'linktype="page" id="{resolve(link.group(1))}"', written)


def _value(block: blocks.Block, written: Any, path: str, resolve: Resolve) -> Any:
    if isinstance(block, blocks.ChooserBlock):
        return resolve(written) if written else None
    if isinstance(block, blocks.RichTextBlock):
        return rich_text(written, resolve)
    if isinstance(block, blocks.ListBlock):
        return _items(block, written, path, resolve)
    if isinstance(block, ImageBlock):
        return written and {**written, "image": resolve(written["image"])}
    if isinstance(block, blocks.BaseStructBlock):
        unknown = written.keys() - block.child_blocks.keys()
        if unknown:
            raise ValueError(f"{path}: no field {', '.join(sorted(unknown))}")
        return {
            name: _value(child, written.get(name, _empty(child)), f"{path}/{name}", resolve)
            for name, child in block.child_blocks.items()
        }
    return written


def _empty(block: blocks.Block) -> Any:
    """What an editor's form sends for a field that is left empty."""
    if isinstance(block, ImageBlock | blocks.ChooserBlock):
        return None
    if isinstance(block, blocks.BaseStructBlock):
        return {}
    return [] if isinstance(block, blocks.ListBlock) else ""


def _items(
    block: blocks.ListBlock, written: list[Any], path: str, resolve: Resolve
) -> list[dict[str, Any]]:
    return [
        {
            "type": "item",
            "value": _value(block.child_block, item, f"{path}/{position}", resolve),
            "id": str(stable_id(path, str(position))),
        }
        for position, item in enumerate(written)
    ]

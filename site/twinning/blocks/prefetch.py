"""Find what a StreamField value refers to without fetching any of it.

Works on the stored JSON, because reading a block's value would already fetch what it chooses.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.rich_text import extract_references_from_rich_text

from twinning import references


def want_body(value: blocks.StreamValue) -> None:
    """Tell the request's references all that a StreamField's blocks refer to.

    A block that shows more than it refers to, such as a list of pages, may have a method
    `prepare(raw)`: it fetches what it will show, so that its pictures come with all the others.
    """
    store = references.current()
    for model, key in stream_references(value.stream_block, value.raw_data):
        store.want(Page if issubclass(model, Page) else model, [key])
    for child in value.raw_data:
        prepare = getattr(value.stream_block.child_blocks.get(child["type"]), "prepare", None)
        if prepare is not None:
            prepare(child["value"])


def want_streams(instance: Model) -> None:
    """Tell the references all that an object's StreamFields refer to, whoever reads their texts."""
    store = references.current()
    for field in instance._meta.concrete_fields:
        if isinstance(field, StreamField):
            value = field.value_from_object(instance)
            for model, key in stream_references(value.stream_block, value.raw_data):
                store.want(Page if issubclass(model, Page) else model, [key])


def want_rich_text(*texts: str) -> None:
    """Tell the request's references all that rich texts refer to, as they are stored."""
    store = references.current()
    for text in texts:
        for model, key in _rich_text_references(text):
            store.want(Page if issubclass(model, Page) else model, [key])


def stream_references(block: blocks.BaseStreamBlock, raw: Any) -> Iterator[tuple[type[Model], Any]]:
    """Pairs of model and primary key that stored StreamField data refers to.

    Args:
        block: the StreamBlock that the data belongs to.
        raw: a list of `{"type": …, "value": …}`, as StreamField stores it.
    """
    for child in raw or []:
        child_block = block.child_blocks.get(child["type"])
        if child_block is not None:
            yield from _block_references(child_block, child["value"])


def _block_references(block: blocks.Block, raw: Any) -> Iterator[tuple[type[Model], Any]]:
    if raw is None:
        return
    if isinstance(block, blocks.ChooserBlock):
        yield block.model_class, raw
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _block_references(child_block, raw.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            in_block_format = isinstance(item, dict) and item.get("type") == "item"
            value = item["value"] if in_block_format else item
            yield from _block_references(block.child_block, value)
    elif isinstance(block, blocks.BaseStreamBlock):
        yield from stream_references(block, raw)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _rich_text_references(raw)


def _rich_text_references(text: str) -> Iterator[tuple[type[Model], Any]]:
    for model, key, _model_path, _content_path in extract_references_from_rich_text(text):
        yield model, references.reference_key(key)

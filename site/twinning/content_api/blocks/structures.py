"""Blocks that hold others: structs, lists, streams."""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import NAMESPACE_URL, uuid5

from ninja import Schema
from pydantic import Field
from wagtail import blocks

from twinning.content_api.blocks.naming import Forbidding, alias, camel, schema, without_suffix
from twinning.content_api.blocks.registry import Description, Missing, describe, describes
from twinning.content_api.schemas import StreamItem

if TYPE_CHECKING:
    from twinning.content_api.context import Context

logger = logging.getLogger(__name__)

#: What goes wrong in a block that is stored in a shape that no release of the site has written.
ODD = (KeyError, TypeError, AttributeError, ValueError, IndexError)


@describes(blocks.StructBlock)
def describe_struct(block: blocks.StructBlock, path: str) -> Description:
    """An object with a member for each block within."""
    return struct(block, path)


def struct(block: blocks.StructBlock, path: str, shape: type[Schema] | None = None) -> Description:
    """The description of a struct, for describers that make something else of its value.

    Args:
        shape: what they answer; an object with a member for each block within by default.
    """
    name = name_of(block, path)
    children = _children(block, name)

    def stored_or_default(held: dict[str, Any], key: str) -> Any:
        """What is stored, or the default of a child that was added since it was."""
        if key in held:
            return held[key]
        child = block.child_blocks[key]
        return child.get_prep_value(child.get_default())

    def value(stored: Any, context: "Context") -> dict[str, Any]:
        held = stored if isinstance(stored, dict) else {}
        return {
            key: child.value(stored_or_default(held, key), context)
            for key, child in children.items()
        }

    def want(stored: Any, context: "Context") -> None:
        if isinstance(stored, dict):
            for key, child in children.items():
                child.want(stored.get(key), context)

    key = (name, _keys(children))
    return Description(
        ("struct", *key),
        shape or schema(name, key, _members(children), doc=_doc(block)),
        value,
        want,
        read=schema(
            f"{name}Stored", key, {n: (c.read_annotation, ...) for n, c in children.items()}
        ),
        write=_input(block, f"{name}Input", children),
    )


@describes(blocks.ListBlock)
def describe_list(block: blocks.ListBlock, path: str) -> Description:
    """A list; an item that lacks a required value is left out."""
    child = describe(block.child_block, f"{path}.item")

    def value(stored: Any, context: "Context") -> list[Any]:
        return list(_present(child.value, _items(stored), context))

    def want(stored: Any, context: "Context") -> None:
        for item in _items(stored):
            child.want(item, context)

    return Description(
        ("list", child.key),
        list[child.annotation],  # type: ignore[name-defined]
        value,
        want,
        read=list[child.read_annotation],  # type: ignore[name-defined]
        write=list[child.write_annotation],  # type: ignore[name-defined]
    )


@describes(blocks.StreamBlock)
def describe_stream(block: blocks.StreamBlock, path: str) -> Description:
    """A list of blocks, each with its `type`, by which they are told apart."""
    path = type(block).__name__ if is_declared(block) else path
    children = _children(block, path)
    converters = {name: child.value for name, child in children.items()}

    def value(stored: Any, context: "Context") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for item in _blocks(stored, children):
            try:
                converted = converters[item["type"]](item.get("value"), context)
            except Missing:
                logger.warning("%s: a block “%s” lacks a required value", path, item["type"])
                continue
            except ODD:
                logger.exception("%s: a block “%s” is stored in no known shape", path, item["type"])
                continue
            identity = str(item.get("id") or uuid5(NAMESPACE_URL, f"{path}{len(found)}{item}"))
            found.append({"type": item["type"], "id": identity, "value": converted})
        return found

    def want(stored: Any, context: "Context") -> None:
        for item in _blocks(stored, children):
            # What is stored in no known shape is left out, and logged, when it is written.
            with suppress(*ODD):
                children[item["type"]].want(item.get("value"), context)

    if not children:
        return Description("empty stream", list[dict[str, Any]], value)
    return Description(
        ("stream", _keys(children)),
        list[_union(block, path, children, "Block", StreamItem)],  # type: ignore[misc]
        value,
        want,
        read=list[_union(block, path, children, "BlockStored", StoredItem)],  # type: ignore[misc]
        write=list[_union(block, path, children, "BlockInput", InputItem)],  # type: ignore[misc]
    )


class StoredItem(Schema):
    """A block of a stream as Wagtail shows it in API v3."""

    id: str | None = None


class InputItem(Forbidding):
    """A block of a stream as API v3 takes it; a new one has no identity yet."""

    id: str | None = None


#: Which shape of a block's value goes with which kind of item.
_SHAPES: dict[type[Schema], str] = {
    StreamItem: "annotation",
    StoredItem: "read_annotation",
    InputItem: "write_annotation",
}


def name_of(block: blocks.Block, path: str) -> str:
    """`Figure` for a FigureBlock; after its place for a StructBlock without a class of its own."""
    return without_suffix(type(block).__name__) if is_declared(block) else camel(path)


def is_declared(block: blocks.Block) -> bool:
    """Whether a block's class itself says what it holds, so that its name names the shape."""
    return bool(getattr(type(block), "base_blocks", None))


def _union(
    block: blocks.StreamBlock,
    path: str,
    children: dict[str, Description],
    suffix: str,
    base: type[Schema],
) -> Any:
    """The union of a stream's blocks, told apart by `type`, under the stream's own name."""
    members = []
    for name, child in children.items():
        fields = {"type": (Literal[name], ...), "value": (getattr(child, _SHAPES[base]), ...)}
        child_block = block.child_blocks[name]
        stem = _item_name(child_block, name)
        members.append(schema(f"{stem}{suffix}", (name, child.key), fields, base))
    if len(members) == 1:
        return members[0]
    union: Any = Annotated[reduce(or_, members), Field(discriminator="type")]
    return alias(f"{without_suffix(camel(path))}{suffix}", _keys(children), union)


def _item_name(block: blocks.Block, name: str) -> str:
    named = isinstance(block, blocks.StructBlock) and is_declared(block)
    return without_suffix(type(block).__name__) if named else camel(name)


def _input(block: blocks.StructBlock, name: str, children: dict[str, Description]) -> type[Schema]:
    """What API v3 takes: what has a default or is not required may be left out."""
    fields: dict[str, tuple[Any, Any]] = {}
    for key, child in children.items():
        child_block = block.child_blocks[key]
        annotation = child.write_annotation
        if is_needed(child_block):
            fields[key] = (annotation, ...)
        else:
            default = getattr(child_block.meta, "default", None)
            plain = default if isinstance(default, (str, int, float, bool)) else None
            fields[key] = (annotation | None, plain)
    return schema(name, (_keys(children), tuple(sorted(fields))), fields, Forbidding)


def is_needed(block: Any) -> bool:
    """Whether a block cannot be left out of what is written: neither empty nor with a default."""
    if isinstance(block, blocks.StructBlock):
        return any(is_needed(child) for child in block.child_blocks.values())
    if isinstance(block, (blocks.ListBlock, blocks.StreamBlock)):
        return bool(getattr(block.meta, "min_num", None))
    return bool(block.required) and getattr(block.meta, "default", None) in (None, "")


def _members(children: dict[str, Description]) -> dict[str, tuple[Any, Any]]:
    return {name: (child.annotation, ...) for name, child in children.items()}


def _children(block: Any, path: str) -> dict[str, Description]:
    return {name: describe(child, f"{path}.{name}") for name, child in block.child_blocks.items()}


def _keys(children: dict[str, Description]) -> tuple[Any, ...]:
    return tuple((name, child.key) for name, child in children.items())


def _blocks(stored: Any, children: dict[str, Description]) -> Iterator[dict[str, Any]]:
    """The blocks of a stream; as in Wagtail, none of a type that the site no longer has."""
    for item in stored or []:
        if isinstance(item, dict) and item.get("type") in children:
            yield item


def _items(stored: Any) -> Iterator[Any]:
    for item in stored if isinstance(stored, list) else []:
        in_block_format = isinstance(item, dict) and item.get("type") == "item" and "value" in item
        yield item["value"] if in_block_format else item


def _present(
    convert: "Callable[[Any, Context], Any]", items: Iterator[Any], context: "Context"
) -> Iterator[Any]:
    for item in items:
        try:
            yield convert(item, context)
        except Missing:
            continue


def _doc(block: blocks.Block) -> str:
    return (type(block).__doc__ or "").split("\n")[0] if is_declared(block) else ""

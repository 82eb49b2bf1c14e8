"""`fields=title,parent.title`: which parts of a page an answer has."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from ninja import Schema
from pydantic import BaseModel, create_model

from twinning.content_api.schemas import StreamItem


@dataclass(frozen=True)
class Picks:
    """Names of members that were picked, each with the picks within it; None stands for all."""

    tree: "dict[str, Picks] | None" = None

    def has(self, name: str) -> bool:
        """Whether a member was picked."""
        return self.tree is None or name in self.tree

    def apply(self, value: Any) -> Any:
        """A JSON value with nothing but what was picked."""
        if self.tree is None:
            return value
        if isinstance(value, list):
            return [self.apply(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            name: inner.apply(value[name]) for name, inner in self.tree.items() if name in value
        }


ALL = Picks()


@dataclass
class Unknown(Exception):
    """A name that none of the schemas has."""

    name: str
    known: list[str] = field(default_factory=list)


def parse(names: Iterable[str], shapes: Iterable[type[BaseModel]], kept: Iterable[str]) -> Picks:
    """Picks from dotted names.

    Args:
        names: such as `title` and `parent.title`; none at all picks everything.
        shapes: a name is known that one of these has.
        kept: members that every answer has.

    Raises:
        Unknown: a name that no shape has, or that has nothing within.
    """
    wanted = list(names)
    if not wanted:
        return ALL
    tree: dict[str, Picks] = {name: Picks() for name in kept}
    models = list(shapes)
    for name in wanted:
        _add(tree, name, name.split("."), models)
    return Picks(tree)


def _add(
    tree: dict[str, Picks], full: str, parts: list[str], models: list[type[BaseModel]]
) -> None:
    head, *rest = parts
    found = [model.model_fields[head].annotation for model in models if head in model.model_fields]
    if not found:
        raise Unknown(full, sorted({name for model in models for name in model.model_fields}))
    if not rest:
        tree[head] = Picks()
        return
    inner = tree.setdefault(head, Picks({}))
    within = [model for annotation in found if (model := _model_within(annotation))]
    if not within:
        raise Unknown(full)
    if inner.tree is None:  # all of it was asked for before
        inner = Picks({})
    assert inner.tree is not None  # noqa: S101  (for mypy)
    _add(inner.tree, full, rest, within)


def picked(shape: type[BaseModel], kept: tuple[str, ...] = ()) -> type[Schema]:
    """A schema like another one, of which any member may be absent but those that are kept."""
    return _picked(shape, kept)


@cache
def _picked(shape: type[BaseModel], kept: tuple[str, ...]) -> type[Schema]:
    fields: dict[str, Any] = {}
    for name, info in shape.model_fields.items():
        annotation = info.annotation if name in kept else _picked_annotation(info.annotation)
        if info.metadata:
            annotation = Annotated[annotation, *info.metadata]
        fields[name] = (annotation, ... if name in kept else None)
    return create_model(f"Picked{shape.__name__}", __base__=Schema, **fields)


def _picked_annotation(annotation: Any) -> Any:
    """The same annotation with the one schema that can be picked from replaced."""
    model = _model_within(annotation)
    if model is None:
        return annotation
    within: Any = _picked(model, ())
    if get_origin(annotation) is list:
        return list[within]
    return within | None if _is_optional(annotation) else within


def _model_within(annotation: Any) -> type[BaseModel] | None:
    """The schema in `Schema`, `Schema | None` or `list[Schema]`; None for anything else."""
    if isinstance(annotation, type) and not get_args(annotation):
        whole = issubclass(annotation, StreamItem)  # a stream is picked as a whole
        return annotation if issubclass(annotation, BaseModel) and not whole else None
    if get_origin(annotation) is list:
        return _model_within(get_args(annotation)[0])
    if _is_optional(annotation) and len(get_args(annotation)) == 2:
        return _model_within(next(a for a in get_args(annotation) if a is not type(None)))
    return None


def _is_optional(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, UnionType) and type(None) in get_args(annotation)

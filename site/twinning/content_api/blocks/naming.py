"""Schemas made at start-up, with names that stay the same from one release to the next."""

import re
from collections.abc import Hashable
from typing import Any, Self

from ninja import Schema
from pydantic import ConfigDict, create_model, model_validator
from typing_extensions import TypeAliasType

_by_key: dict[Hashable, type[Schema]] = {}
_aliases: dict[Hashable, Any] = {}
_names: dict[str, Hashable] = {}


class Forbidding(Schema):
    """A schema of input: a name that it does not know is an error, never dropped."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def _set_defaults(self) -> Self:
        """Count a default as given: Wagtail takes only what was given from the payload of a PATCH,
        and would refuse a choice that has a default as missing.
        """
        fields = type(self).model_fields.items()
        self.model_fields_set.update(name for name, info in fields if info.default is not None)
        return self


def schema(
    name: str,
    key: Hashable,
    fields: dict[str, tuple[Any, Any]],
    base: type[Schema] = Schema,
    doc: str = "",
) -> type[Schema]:
    """A schema with these fields, the same one for the same name and key.

    Args:
        name: the name asked for; where another shape has it already, a number follows it.
        key: what makes two shapes equal.
        fields: name → (annotation, default), as `pydantic.create_model` takes them.
        base: the schema that it extends.
        doc: what the OpenAPI document says of it.
    """
    key = (name, base, key)
    if key not in _by_key:
        unique = _unique(name, key)
        definitions: dict[str, Any] = dict(fields)
        _by_key[key] = create_model(unique, __base__=base, __doc__=doc or None, **definitions)
    return _by_key[key]


def alias(name: str, key: Hashable, annotation: Any) -> Any:
    """An annotation under a name of its own in the OpenAPI document."""
    key = (name, "alias", key)
    if key not in _aliases:
        _aliases[key] = TypeAliasType(_unique(name, key), annotation)
    return _aliases[key]


def _unique(name: str, key: Hashable) -> str:
    candidate, number = name, 2
    while _names.setdefault(candidate, key) != key:
        candidate, number = f"{name}{number}", number + 1
    return candidate


def camel(words: str) -> str:
    """`rich_text` → `RichText`; a path such as `BodyBlock.cards` → `BodyBlockCards`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^0-9A-Za-z]+", words))


def without_suffix(name: str, suffix: str = "Block") -> str:
    """`FigureBlock` → `Figure`."""
    return name.removesuffix(suffix) or name

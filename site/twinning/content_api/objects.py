"""What objects other than pages, pictures and documents are in the API: snippets, for the most.

A model that nobody registers is a `Reference`: its key, its type and how it calls itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from ninja import Schema

from twinning.content_api import schemas


@dataclass(frozen=True)
class ObjectType:
    """A model in the API.

    Args:
        schema: what the OpenAPI document says of it.
        value: object → JSON value, without a query; the object is in the reader's language
            where it exists in it.
        key: the field by which filters know objects of this model.
    """

    schema: type[Schema]
    value: Callable[[Any], dict[str, Any]]
    key: str = "pk"


_types: dict[type[Model], ObjectType] = {}


def register(
    model: type[Model],
    schema: type[Schema],
    value: Callable[[Any], dict[str, Any]],
    key: str = "pk",
) -> None:
    """Say how objects of a model are shown; call it in an `AppConfig.ready()`."""
    _types[model] = ObjectType(schema, value, key)


def of(model: type[Model]) -> ObjectType:
    """How objects of a model are shown."""
    return _types.get(model) or ObjectType(schemas.Reference, _reference)


def annotation(model: type[Model]) -> type[Schema]:
    """The schema of a model's objects."""
    return of(model).schema


def _reference(item: Model) -> dict[str, Any]:
    return {"id": str(item.pk), "type": item._meta.label, "title": str(item)}

"""What the objects of a list will be asked for, fetched for all of them at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet


def fetching(objects: "QuerySet[Any]", names: Iterable[str]) -> "QuerySet[Any]":
    """Objects with what these fields of them are read from, in a constant number of queries."""
    shown = list(names)
    objects = objects.select_related(*joined(objects.model, shown))
    return objects.prefetch_related(*prefetched(objects.model, shown))


def joined(model: Any, names: Iterable[str]) -> Iterator[str]:
    """Relations of each object to one other, for `select_related`."""
    if _has_collection(model):
        yield "collection"
    for name, field in _relations(model, names):
        if field.many_to_one or field.one_to_one:
            yield name
            if _has_collection(field.related_model):
                yield f"{name}__collection"


def prefetched(model: Any, names: Iterable[str]) -> Iterator[str]:
    """Relations of each object to many others, and of those, for `prefetch_related`."""
    for name, field in _relations(model, names):
        if field.many_to_many:
            yield name
        elif field.one_to_many:
            yield name
            inner = [known.name for known in getattr(field.related_model, "api_fields", ())]
            for further in prefetched(field.related_model, inner):
                yield f"{name}__{further}"


def _relations(model: Any, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    for name in names:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if field.is_relation:
            yield name, field


def _has_collection(model: Any) -> bool:
    return hasattr(model, "collection")

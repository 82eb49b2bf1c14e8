"""Filters: which values a field takes in a query, and what each operator asks the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q
from wagtail.models import Page

from twinning import references, visibility

#: The operators, each with Django's lookup; the first is written without a suffix.
LOOKUPS: Mapping[str, str] = {
    "": "exact",
    "gt": "gt",
    "gte": "gte",
    "lt": "lt",
    "lte": "lte",
    "in": "in",
    "contains": "icontains",
}
EQUALITY = ("", "in")
ORDERED = ("", "gt", "gte", "lt", "lte", "in")
TEXT = ("", "in", "contains")

#: Takes an operator and a value, a list for `in`.
Condition = Callable[[str, Any], Q]


@dataclass(frozen=True)
class Filter:
    """A field that lists can be filtered by.

    Args:
        annotation: the type of one value, for the OpenAPI document and for validation.
        operators: some of LOOKUPS.
        condition: operator, value → what the database is asked.
    """

    annotation: Any
    operators: tuple[str, ...]
    condition: Condition = field(repr=False)


def by_column(name: str, annotation: Any, operators: tuple[str, ...]) -> Filter:
    """A filter that compares a column."""
    return Filter(
        annotation, operators, lambda operator, value: Q((f"{name}__{LOOKUPS[operator]}", value))
    )


def by_page(name: str) -> Filter:
    """A filter by a page that a foreign key refers to, whatever its language."""

    def condition(operator: str, value: Any) -> Q:
        keys = _values(operator, value)
        references.current().noted.page_ids(keys)
        chosen = visibility.public(Page.objects.filter(pk__in=keys), is_list=False)
        return Q((f"{name}__translation_key__in", chosen.values("translation_key")))

    return Filter(int, EQUALITY, condition)


def by_related(model: type[Model], name: str, key: str, annotation: Any) -> Filter:
    """A filter by the objects that a many-to-many field relates to, by a field of theirs."""
    related: Any = model._meta.get_field(name).related_model

    def condition(operator: str, value: Any) -> Q:
        references.current().noted.all_of(related)
        having = model._default_manager.filter(**{f"{name}__{key}__in": _values(operator, value)})
        return Q(pk__in=having.values("pk"))

    return Filter(annotation, EQUALITY, condition)


def _values(operator: str, value: Any) -> list[Any]:
    return list(value) if operator == "in" else [value]

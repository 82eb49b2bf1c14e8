"""The parameters of lists of pages, made from the fields of all types, and what they select."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from django.db.models import F, OrderBy, Q
from ninja import Schema
from pydantic import Field, create_model

from twinning.content_api import errors, page_types, queries
from twinning.content_api.filters import Filter
from twinning.content_api.page_types import PageType
from twinning.content_api.page_types.common import FIELDS as COMMON
from twinning.content_api.parameters import (
    ACCEPTED,
    MOST,
    FallbackQuery,
    Identifier,
    Listed,
    PageQuery,
)
from twinning.content_api.picks import Picks


class ListQuery(FallbackQuery, PageQuery):
    """The parameters of a list of pages, without its filters."""

    child_of: Annotated[
        Identifier | None,
        Field(description="Right below this page; with `locale`, below any translation of it."),
    ] = None
    descendant_of: Annotated[
        Identifier | None,
        Field(description="Anywhere below this page; with `locale`, below any translation of it."),
    ] = None
    translation_of: Annotated[
        Identifier | None, Field(description="The other translations of this page.")
    ] = None


def query_schema() -> type[ListQuery]:
    """The parameters of a list of pages: its types, its order, and a filter for each operator."""
    kinds = page_types.page_types()
    orders = sorted({name for kind in kinds.values() for name in _orderable(kind)})
    signed = tuple(sign + name for name in orders for sign in ("", "-"))
    fields: dict[str, Any] = {
        "type": _several(Literal[tuple(kinds)], "Only pages of these types."),
        "order": _several(
            Literal[signed],
            "Fields to order by, `-` before one for the other way round; in the order of the "
            "tree by default. A field that not every page has needs one `type`.",
        ),
    }
    for name, by in _filters(kinds.values()).items():
        for operator in by.operators:
            fields.setdefault(_parameter(name, operator), _filter_field(by, operator))
    return create_model("PagesQuery", __base__=ListQuery, **fields)


def selection(query: Any, picks: Picks) -> queries.Selection:
    """What a query of `query_schema` selects.

    Raises:
        Refused: 422, naming the parameter that the given types do not have.
    """
    kinds = [page_types.page_types()[name] for name in query.type]
    return queries.Selection(
        types=kinds,
        locales=query.locales,
        conditions=[*_tree(query), *_conditions(query, kinds)],
        ordering=list(_ordering(query.order, kinds)) or ["path"],
        picks=picks,
    )


def _several(annotation: Any, description: str) -> tuple[Any, Any]:
    bounds = Field(min_length=1, max_length=MOST, description=description)
    return Annotated[list[annotation], bounds, Listed], Field(default_factory=list)


def _filter_field(by: Filter, operator: str) -> tuple[Any, Any]:
    accepted = ACCEPTED.get(by.annotation, by.annotation)
    if operator == "in":
        return _several(accepted, "Any of these. Comma-separated or repeated.")
    return Annotated[accepted | None, Field()], None


def _parameter(name: str, operator: str) -> str:
    return f"{name}__{operator}" if operator else name


def _filters(kinds: Iterable[PageType]) -> dict[str, Filter]:
    found: dict[str, Filter] = {}
    for kind in kinds:
        for name, field in kind.fields.items():
            if field.filter is not None:
                found.setdefault(name, field.filter)
    return found


def _orderable(kind: PageType) -> Iterator[str]:
    return (name for name, field in kind.fields.items() if field.is_ordered)


def _tree(query: ListQuery) -> Iterator[Q]:
    translations = query.locale is not None
    if query.child_of is not None:
        yield queries.children_of(query.child_of, translations)
    if query.descendant_of is not None:
        yield queries.descendants_of(query.descendant_of, translations)
    if query.translation_of is not None:
        yield queries.translations_of(query.translation_of)


def _conditions(query: Schema, kinds: list[PageType]) -> Iterator[Q]:
    candidates = kinds or list(page_types.page_types().values())
    for name, by in _filters(page_types.page_types().values()).items():
        for operator in by.operators:
            parameter = _parameter(name, operator)
            value = getattr(query, parameter)
            if value is not None and parameter in query.model_fields_set:
                yield _condition(name, operator, value, candidates, parameter)


def _condition(name: str, operator: str, value: Any, kinds: list[PageType], parameter: str) -> Q:
    having = [(kind, kind.fields[name].filter) for kind in kinds if name in kind.fields]
    filters = [(kind, by) for kind, by in having if by is not None]
    if not filters:
        raise errors.invalid(parameter, "Pages of this type have no such field.")
    if name in COMMON or len(kinds) == 1:
        return filters[0][1].condition(operator, value)
    found = Q()
    for kind, by in filters:
        pages = kind.model._default_manager.filter(by.condition(operator, value))
        found |= Q(pk__in=pages.values("pk"))
    return found


def _ordering(names: list[str], kinds: list[PageType]) -> Iterator[OrderBy]:
    for signed in names:
        name = signed.removeprefix("-")
        if name not in COMMON and (len(kinds) != 1 or name not in kinds[0].fields):
            raise errors.invalid("order", f"“{name}” needs one `type` that has it.")
        yield OrderBy(F(name), descending=signed != name, nulls_last=True)

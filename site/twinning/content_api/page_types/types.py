"""Page types in the API: each with its schema, its fields, and how a page of it is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Schema
from pydantic import Field
from wagtail.models import Page, get_page_models

from twinning.content_api import schemas
from twinning.content_api.blocks.naming import alias, schema
from twinning.content_api.page_types import common
from twinning.content_api.page_types.fields import ApiField, fields_of
from twinning.content_api.picks import Picks, picked

if TYPE_CHECKING:
    from twinning.content_api.context import Context


@dataclass(frozen=True)
class PageType:
    """A page model in the API."""

    model: type[Page]

    @property
    def name(self) -> str:
        """The value of `type`, such as `towns.TownPage`."""
        return str(self.model._meta.label)

    @cached_property
    def own(self) -> dict[str, ApiField]:
        """The fields that pages of this type have beyond those of every page."""
        return fields_of(self.model, frozenset(common.FIELDS))

    @cached_property
    def fields(self) -> dict[str, ApiField]:
        """All fields by name."""
        return {**common.FIELDS, **self.own}

    @cached_property
    def schema(self) -> type[Schema]:
        """A page of this type in the OpenAPI document."""
        own = {name: (field.annotation, ...) for name, field in self.own.items()}
        return schema(
            self.model.__name__,
            self.name,
            {"type": (Literal[self.name], ...), **own},
            schemas.Page,
            doc=(self.model.__doc__ or "").split("\n")[0],
        )

    @cached_property
    def picked_schema(self) -> type[Schema]:
        """A page of this type of which only some fields were asked for."""
        return picked(self.schema, kept=("id", "type"))

    def want(self, page: Page, context: "Context", picks: Picks) -> None:
        """Say what the picked fields of a page will ask the context for."""
        for field in self._picked(picks):
            field.want(page, context)

    def prepare(self, page: Page, context: "Context", picks: Picks) -> None:
        """Say what can only be said once the pages' children have been fetched."""
        for field in self._picked(picks):
            field.prepare(page, context)

    def write(self, page: Page, context: "Context", picks: Picks) -> dict[str, Any]:
        """The picked fields of a page as JSON values."""
        return {field.name: field.value(page, context) for field in self._picked(picks)}

    def left_in_database(self, picks: Picks) -> list[str]:
        """The names of heavy fields that nobody picked."""
        if any(field.is_computed for field in self._picked(picks)):
            return []
        return [f.name for f in self.own.values() if f.is_heavy and not picks.has(f.name)]

    def _picked(self, picks: Picks) -> list[ApiField]:
        return [field for name, field in self.fields.items() if picks.has(name)]


@cache
def page_types() -> dict[str, PageType]:
    """All page types by name, in the order of their names."""
    models = [model for model in get_page_models() if model is not Page]
    return {
        kind.name: kind
        for kind in sorted((PageType(model) for model in models), key=lambda kind: kind.name)
    }


def of(page: Page) -> PageType:
    """The type of a specific page."""
    return page_types()[page._meta.label]


def union(name: str, members: Iterable[type[Schema]]) -> Any:
    """Schemas that are told apart by `type`, under a name of their own."""
    shapes = list(members)
    if len(shapes) == 1:
        return shapes[0]
    return alias(name, name, Annotated[reduce(or_, shapes), Field(discriminator="type")])

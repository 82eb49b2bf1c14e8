"""The shapes of this room's fields and blocks, in the Content API and in Wagtail's API v3."""

from typing import TYPE_CHECKING, Any

from django_countries.fields import CountryField
from ninja import Schema
from wagtail.api.v3.schemas.generators import read_generator

from towns import models, queries
from towns.blocks import TownGridBlock
from twinning.content_api import filters, objects, schemas
from twinning.content_api.blocks import Description, describes
from twinning.content_api.blocks.naming import schema
from twinning.content_api.blocks.structures import struct
from twinning.content_api.page_types import ApiField, serialises
from twinning.references import reference_key

if TYPE_CHECKING:
    from twinning.content_api.context import Context


class Interest(Schema):
    """Something that people in several towns care about."""

    key: str
    name: str


class Country(Schema):
    """A country: its ISO 3166-1 alpha-2 code and its name in the language of the page."""

    code: str
    name: str


def register_schemas() -> None:
    """Register them; call it in `ready()`, before the URLs are read."""
    read_generator.register_field_schema(CountryField, _country_schema)
    objects.register(
        models.Interest, Interest, lambda item: {"key": item.key, "name": item.name}, key="key"
    )
    serialises(CountryField)(_country_field)
    describes(TownGridBlock)(_town_grid)


def country(value: Any) -> dict[str, str]:
    """A country as the Content API shows it, in the active language."""
    return {"code": str(value.code or ""), "name": str(value.name or "")}


def _country_schema(generator: Any, field: Any) -> tuple[Any, Any, Any]:
    """A country is its ISO 3166-1 alpha-2 code: django-countries' value is an object."""

    def resolve(instance: Any, context: dict[str, Any]) -> str:
        return str(getattr(instance, field.name).code or "")

    return str, "", staticmethod(resolve)


def _country_field(field: Any, model: Any) -> ApiField:
    return ApiField(
        field.name,
        Country,
        lambda owner, context: country(getattr(owner, field.name)),
        filter=filters.by_column(field.name, str, filters.EQUALITY),
    )


def _town_grid(block: TownGridBlock, path: str) -> Description:
    """The towns themselves: those that were chosen, or all of them."""
    shape = schema(
        "TownGrid",
        "town grid",
        {"heading": (str, ...), "intro": (str, ...), "towns": (list[schemas.PageCard], ...)},
        doc=str(TownGridBlock.__doc__),
    )
    plain = struct(block, path, shape)

    def want(stored: Any, context: "Context") -> None:
        context.before_writing("towns", lambda: _fetch_towns(context))

    def value(stored: Any, context: "Context") -> dict[str, Any]:
        chosen = [reference_key(item) for item in _chosen(stored)]
        towns = [town for town in _fetch_towns(context) if town.locale_id == context.locale_id]
        if any(chosen):
            keys = {town.translation_key for town in _fetch_towns(context) if town.pk in chosen}
            towns = [town for town in towns if town.translation_key in keys]
        shown = [card for town in towns if (card := context.card(town))]
        return {
            "heading": stored.get("heading") or "",
            "intro": stored.get("intro") or "",
            "towns": shown,
        }

    return Description("town grid", shape, value, want, plain.read, plain.write)


def _fetch_towns(context: "Context") -> list[Any]:
    def fetch() -> list[Any]:
        towns = list(queries.towns_in_every_language())
        for town in towns:
            context.want_card(town)
        return towns

    return context.store.once("towns in every language", fetch)


def _chosen(stored: Any) -> list[Any]:
    items = stored.get("towns") or []
    return [item["value"] if isinstance(item, dict) else item for item in items]

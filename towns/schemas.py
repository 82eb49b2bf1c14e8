"""Shapes that this room's fields have in Wagtail's API v3."""

from typing import Any

from django_countries.fields import CountryField
from wagtail.api.v3.schemas.generators import read_generator


def register_schemas() -> None:
    """Register them; call it in `ready()`, before v3's registry is built from the URLs."""
    read_generator.register_field_schema(CountryField, _country_schema)


def _country_schema(generator: Any, field: Any) -> tuple[Any, Any, Any]:
    """A country is its ISO 3166-1 alpha-2 code: django-countries' value is an object."""

    def resolve(instance: Any, context: dict[str, Any]) -> str:
        return str(getattr(instance, field.name).code or "")

    return str, "", staticmethod(resolve)

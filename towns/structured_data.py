"""What a town is, in the words of schema.org."""

from typing import Any

from django.http import HttpRequest

from towns import models  # a module, not its names: models.py imports this one
from twinning import hosts
from twinning.seo import addresses, structured
from twinning.visibility import is_public


def place(town: "models.TownPage", request: HttpRequest) -> dict[str, Any]:
    """A town as something that others are about."""
    country: Any = town.country
    known = {
        "alternateName": town.native_name if town.native_name != town.title else "",
        "sameAs": town.website,
        "url": _address(town, request),
    }
    return {
        "@type": "City",
        "name": town.title,
        "address": {"@type": "PostalAddress", "addressCountry": str(country.code)},
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": float(town.latitude),
            "longitude": float(town.longitude),
        },
        **{name: value for name, value in known.items() if value},
    }


def _address(town: "models.TownPage", request: HttpRequest) -> str:
    return hosts.absolute(request, town.get_url(request)) if is_public(town) else ""


def of_town(town: "models.TownPage", request: HttpRequest) -> list[dict[str, Any]]:
    """The town itself, and the page that is about it."""
    about = {
        **place(town, request),
        "@id": f"{addresses.canonical(town, request)}#town",
        "description": town.meta_description,
        "image": structured.image(town, request),
    }
    page = {**structured.web_page(town, request), "mainEntity": {"@id": about["@id"]}}
    return [{name: value for name, value in about.items() if value}, page]

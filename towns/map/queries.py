"""The home town for a map, brought by a query that is made anyway: pages may cost no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django_countries.fields import Country

from towns import queries


@dataclass(frozen=True)
class HomePlace:
    """The town whose twin towns ours are: WGS 84 degrees, north and east positive."""

    name: str
    country: Any
    latitude: float
    longitude: float


def with_home(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows that each bring the home town along, as `queries.home_town` finds it, for `home_of`."""
    place = JSONObject(
        name=F("town_name"),
        country=F("town_country"),
        latitude=F("town_latitude"),
        longitude=F("town_longitude"),
    )
    return rows.annotate(home_place=Subquery(queries.home_lists().values_list(place)[:1]))


def home_of(rows: Iterable[Any]) -> "HomePlace | queries.HomeTown | None":
    """The home town that came with rows; None where there is no row or no home town.

    A draft's rows are not the database's and bring nothing along: then it is asked for.
    """
    first = next(iter(rows), None)
    if first is None:
        return None
    if not hasattr(first, "home_place"):
        return queries.home_town()
    if first.home_place is None:
        return None
    return HomePlace(
        name=first.home_place["name"],
        country=Country(first.home_place["country"] or ""),
        latitude=float(first.home_place["latitude"]),
        longitude=float(first.home_place["longitude"]),
    )

"""The towns and the twin towns of the towns, as a graph, in the Content API."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router, Schema
from pydantic import Field

from towns import partners, queries
from towns.schemas import Country, Interest, country
from twinning.content_api.context import Context
from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get
from twinning.content_api.parameters import LocaleQuery
from twinning.content_api.schemas import PageCard
from twinning.content_api.sites import site_for
from twinning.translation.localised import localised

router = Router(tags=["towns"])


class PartnersQuery(LocaleQuery):
    """Which partners."""

    interest: Annotated[
        str | None,
        Field(max_length=50, description="The key of an interest that a partner must have."),
    ] = None


class Town(PageCard):
    """A twin town."""

    type: Literal["towns.TownPage"]
    native_name: str
    country: Country
    latitude: float
    longitude: float
    twinned_since: int
    interests: list[Interest]


class Partner(Schema):
    """A twin town of our twin towns; one that two of them share comes once."""

    key: str
    name: str
    country: Country
    latitude: float
    longitude: float
    interests: list[Interest]


class PartnerLink(Schema):
    """That a town, by its `id`, and a partner, by its `key`, are twins."""

    town: int
    partner: str
    year: int | None
    note: str


class PartnerGraph(Schema):
    """The towns, their partners and the links between them."""

    towns: list[Town]
    partners: list[Partner]
    links: list[PartnerLink]


@get(
    router,
    "/partners/",
    "list_partners",
    answers(PartnerGraph),
    summary="The towns, their own twin towns and the links between them",
)
def list_partners(request: HttpRequest, query: Query[PartnersQuery]) -> HttpResponse:
    """Every town in a language with its partners, or with those that have an interest."""
    site, base_url = site_for(request, query.site)
    locale = query.locale or site.default_locale or ""
    context = Context(site=site, base_url=base_url, locale=locale)
    with translation.override(locale):
        towns = list(queries.towns().select_related("locale").prefetch_related("interests"))
        for town in towns:
            context.want_card(town)
        keys = partners.keys()
        every: dict[str, list[Any]] = {}
        for link in queries.links():
            every.setdefault(keys[link.translation_key], []).append(link)
        shown = {key: found for key, found in every.items() if _have(found, query.interest)}
        payload = {
            "towns": [_town(town, context) for town in towns],
            "partners": [_partner(key, found) for key, found in shown.items()],
            "links": [
                {"town": link.town_id, "partner": key, "year": link.year, "note": link.note}
                for key, found in shown.items()
                for link in found
            ],
        }
    return answer(payload, locale)


def _have(links: list[Any], interest: str | None) -> bool:
    return interest is None or any(
        item.key == interest for link in links for item in link.interests.all()
    )


def _interests(items: list[Any]) -> list[dict[str, str]]:
    """The interests of one town or partner, each once, by name."""
    found = {interest.pk: interest for item in items for interest in item.interests.all()}
    shown = localised(found.values(), items[0].locale_id)
    return [{"key": interest.key, "name": interest.name} for interest in shown]


def _place(*items: Any) -> dict[str, Any]:
    item = items[0]
    return {
        "country": country(item.country),
        "latitude": float(item.latitude),
        "longitude": float(item.longitude),
        "interests": _interests(list(items)),
    }


def _town(town: Any, context: Context) -> dict[str, Any]:
    return {
        **(context.card(town) or {}),
        **_place(town),
        "native_name": town.native_name,
        "twinned_since": town.twinned_since,
    }


def _partner(key: str, links: list[Any]) -> dict[str, Any]:
    return {"key": key, "name": links[0].name, **_place(*links)}

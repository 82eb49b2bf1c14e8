"""The towns and the twin towns of the towns, as a graph, in the Content API."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router, Schema
from pydantic import Field

from towns import queries
from towns.schemas import Country, Interest, country
from twinning.content_api.context import Context
from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get
from twinning.content_api.parameters import LocaleQuery
from twinning.content_api.schemas import PageCard
from twinning.content_api.sites import site_for
from twinning.translation.collation import sort_key
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
        every = queries.links()
        first = {_identity(link): link for link in reversed(every)}
        links = [link for link in every if _has(link, query.interest)]
        partners = dict.fromkeys(_identity(link) for link in links)
        payload = {
            "towns": [_town(town, context) for town in towns],
            "partners": [_partner(first[identity]) for identity in partners],
            "links": [
                {
                    "town": link.town_id,
                    "partner": _key(first[_identity(link)]),
                    "year": link.year,
                    "note": link.note,
                }
                for link in links
            ],
        }
    return answer(request, payload, locale)


def _has(link: Any, interest: str | None) -> bool:
    return interest is None or any(item.key == interest for item in link.interests.all())


def _identity(link: Any) -> tuple[str, Any]:
    """What makes two links of one language lead to one partner: its country and its name."""
    return link.country.code, sort_key(link.name)


def _key(link: Any) -> str:
    """A partner's key, the same in every language: that of the first link that leads to it."""
    return str(link.translation_key)


def _interests(item: Any) -> list[dict[str, str]]:
    found = localised(item.interests.all(), item.locale_id)
    return [{"key": interest.key, "name": interest.name} for interest in found]


def _place(item: Any) -> dict[str, Any]:
    return {
        "country": country(item.country),
        "latitude": float(item.latitude),
        "longitude": float(item.longitude),
        "interests": _interests(item),
    }


def _town(town: Any, context: Context) -> dict[str, Any]:
    return {
        **(context.card(town) or {}),
        **_place(town),
        "native_name": town.native_name,
        "twinned_since": town.twinned_since,
    }


def _partner(link: Any) -> dict[str, Any]:
    return {"key": _key(link), "name": link.name, **_place(link)}

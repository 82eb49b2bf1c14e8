"""The map of towns and their partners in templates."""

from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from django import template
from django.template.context import RequestContext

from towns.map import drawings
from twinning import references

if TYPE_CHECKING:
    from towns.models import TownPage, TwinLink
    from towns.queries import HomeTown

register = template.Library()


@register.inclusion_tag("towns/includes/map.html", takes_context=True)
def town_map(
    context: RequestContext,
    home: "HomeTown | None",
    towns: "Sequence[TownPage]",
    links: "Sequence[TwinLink]",
    here: "TownPage | None" = None,
    anchor: str = "",
) -> dict[str, Any]:
    """The towns and their partners on a map, and in words.

    Args:
        home: the town whose twins they are, where it is known.
        links: of these towns, ordered by town.
        here: the town that the page is about; the map comes closer.
        anchor: where the page has a list of its own, the part of its entries' ids before the
            link's primary key; the map then has no list and no switch.
    """
    number = next(references.current().once("numbers of maps", lambda: count(1)))
    by_town: dict[Any, list[TwinLink]] = {}
    for link in links:
        by_town.setdefault(link.town_id, []).append(link)
    return {
        "request": context.get("request"),
        "id": f"map-{number}",
        "anchor": anchor or f"map-{number}-p",
        "listed": not anchor,
        "home": home,
        "here": here,
        "towns": [(town, by_town.get(town.pk, [])) for town in towns],
        "drawings": drawings(home, towns, links, closer=here is not None),
    }

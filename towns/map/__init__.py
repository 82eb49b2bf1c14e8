"""The map of the home town, its twin towns and their own partners."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from towns.map.drawing import Drawing, draw, on
from towns.map.places import collect
from towns.projection import sheets

if TYPE_CHECKING:
    from towns.models import TownPage, TwinLink
    from towns.queries import HomeTown


def drawings(
    home: "HomeTown | None",
    towns: "Sequence[TownPage]",
    links: "Sequence[TwinLink]",
    closer: bool = False,
) -> list[Drawing]:
    """Europe, and the world where places lie elsewhere; none where there are no places.

    Args:
        closer: whether Europe is shown as large as all the places allow.
    """
    places, ties = collect(home, towns, links)
    europe = sheets()["europe"]
    inside = [place for place in places if europe.holds(*on(europe, place))]
    outside = [place for place in places if place not in inside]  # by identity, as they compare
    found = []
    if any(place.kind != "home" for place in inside):
        shown = [tie for tie in ties if tie.start in inside]
        found.append(draw(europe, inside, shown, closer))
    if any(place.kind != "home" for place in outside):
        far = [tie for tie in ties if tie.start in outside or tie.end in outside]
        ends = [place for tie in far for place in (tie.start, tie.end)]
        with_ends = [place for place in places if place in outside or place in ends]
        found.append(draw(sheets()["world"], with_ends, far, closer=True))
    return found

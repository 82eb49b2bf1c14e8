"""What a map shows: places, each once, and what ties them to each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from twinning.translation.collation import sort_key

if TYPE_CHECKING:
    from towns.models import TownPage, TwinLink
    from towns.queries import HomeTown


@dataclass(eq=False)
class Place:
    """The home town, a town or a partner, each once however many links lead to it."""

    kind: str
    name: str
    country: Any
    latitude: float
    longitude: float
    towns: "list[TownPage]" = field(default_factory=list)
    link: "TwinLink | None" = None
    ties: list[str] = field(default_factory=list)

    @property
    def town(self) -> "TownPage | None":
        """The town whose colour it has."""
        return self.towns[0] if self.towns else None

    @property
    def key(self) -> str:
        """What its lines name it by."""
        return f"p{self.link.pk}" if self.link else f"t{self.town.pk}" if self.town else "home"

    @property
    def shared(self) -> bool:
        """Whether it is a twin town of several."""
        return len(self.towns) > 1

    @property
    def town_keys(self) -> str:
        """The primary keys of its towns, between spaces."""
        return " ".join(str(town.pk) for town in self.towns)

    @property
    def described(self) -> str:
        """All that a reader of the map's links should hear."""
        where = [self.name, str(self.country.name)] if self.country else [self.name]
        return ", ".join([*where, *self.ties])


@dataclass(frozen=True)
class Tie:
    """A line between two places, in the colour of a town: `home` or `partner` by its kind."""

    town: "TownPage"
    start: Place
    end: Place
    kind: str


def collect(
    home: "HomeTown | None",
    towns: "Sequence[TownPage]",
    links: "Sequence[TwinLink]",
) -> tuple[list[Place], list[Tie]]:
    """The home town, the towns, then their partners; links to one place lead to one partner.

    As in `towns.partners`, that is one of the same country and name.
    """
    places: list[Place] = []
    known: dict[tuple[str, str], Place] = {}
    ties: list[Tie] = []

    def add(place: Place) -> Place:
        places.append(place)
        known.setdefault(_identity(place), place)
        return place

    start = None
    if home is not None:
        start = add(Place("home", home.name, home.country, home.latitude, home.longitude))
    of_town: dict[Any, Place] = {}
    for town in towns:
        place = of_town[town.pk] = add(_place("town", town.title, town))
        place.towns.append(town)
        place.ties.append(_tie(home.name if home else None, town.twinned_since))
        if start is not None:
            ties.append(Tie(town, start, place, "home"))
    for link in links:
        own = of_town.get(link.town_id)
        if own is None:
            continue
        town = own.towns[0]
        there = _place("partner", link.name, link)
        there = known.get(_identity(there)) or add(there)
        if there.kind == "partner":
            there.link = there.link or link
            there.towns.append(town)
            there.ties.append(_tie(town.title, link.year))
        if there is not own:
            ties.append(Tie(town, own, there, "partner"))
    return places, ties


def _identity(place: Place) -> tuple[str, str]:
    return str(place.country), sort_key(place.name)[0]


def _place(kind: str, name: str, item: Any) -> Place:
    latitude, longitude = float(item.latitude), float(item.longitude)
    return Place(kind, name, item.country, latitude, longitude)


def _tie(town: str | None, year: int | None) -> str:
    if town is None:
        return _("twinned since %(year)s") % {"year": str(year)}
    if year is None:
        return _("twin town of %(town)s") % {"town": town}
    return _("twin town of %(town)s since %(year)s") % {"town": town, "year": str(year)}

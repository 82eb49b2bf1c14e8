"""What a map shows: places, each once, and what ties them to each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from towns import partners
from twinning.translation.fallback import other_language

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
    home: "HomeTown | None" = None
    link: "TwinLink | None" = None
    ties: list[str] = field(default_factory=list)

    @property
    def town(self) -> "TownPage | None":
        """The town whose colour it has."""
        return self.towns[0] if self.towns else None

    @property
    def lang(self) -> str:
        """The language of its name where that is not the active one, else nothing."""
        return self.home.lang if self.home else other_language(self.towns[0])

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

    `towns.partners` says which do; one of a town's country and name leads to that town.
    """
    places: list[Place] = []
    ties: list[Tie] = []
    known: dict[tuple[str, str], Place] = {}

    def add(place: Place) -> Place:
        places.append(place)
        known.setdefault(partners.identity(place.country, place.name), place)
        return place

    start = None
    if home is not None:
        start = add(Place("home", home.name, home.country, home.latitude, home.longitude))
        start.home = home
    of_town: dict[Any, Place] = {}
    for town in towns:
        place = of_town[town.pk] = add(_place("town", town.title, town))
        place.towns.append(town)
        place.ties.append(_tie(home.name if home else None, town.twinned_since))
        if start is not None:
            ties.append(Tie(town, start, place, "home"))
    shown = [link for link in links if link.town_id in of_town]
    ends = _ends(shown, known)
    for link in shown:
        own, there = of_town[link.town_id], ends[link.translation_key]
        town = own.towns[0]
        if there.kind == "partner":
            if there.link is None:
                there.link = link
                places.append(there)
            there.towns.append(town)
            there.ties.append(_tie(town.title, link.year))
        if there is not own:
            ties.append(Tie(town, own, there, "partner"))
    return places, ties


def _ends(links: "Sequence[TwinLink]", known: "dict[tuple[str, str], Place]") -> "dict[Any, Place]":
    """Where each link leads, by its translation key: a place that is known, or a new partner."""
    keys = partners.keys(partners.identities(links))
    by_key: dict[str, Place] = {}
    for key, country, name in partners.identities(links):
        place = known.get(partners.identity(country, name))
        if place is not None:
            by_key.setdefault(keys[key], place)
    for link in links:
        by_key.setdefault(keys[link.translation_key], _place("partner", link.name, link))
    return {key: by_key[partner] for key, partner in keys.items()}


def _place(kind: str, name: str, item: Any) -> Place:
    latitude, longitude = float(item.latitude), float(item.longitude)
    return Place(kind, name, item.country, latitude, longitude)


def _tie(town: str | None, year: int | None) -> str:
    if town is None:
        return _("twinned since %(year)s") % {"year": str(year)}
    if year is None:
        return _("twin town of %(town)s") % {"town": town}
    return _("twin town of %(town)s since %(year)s") % {"town": town, "year": str(year)}

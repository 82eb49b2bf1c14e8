"""The points of a drawing: where their names stand, and how far around them a finger may come."""

from dataclasses import dataclass
from math import dist

from towns.map import labels
from towns.map.labels import Box, Label
from towns.map.places import Place

#: Radius of each kind of point, and the height of its name's letters on a phone and on a wide
#: screen, in units of a map 1,000 units wide. `map.css` has the same sizes.
RADIUS = {"home": 10, "town": 9, "partner": 5}
ON_A_PHONE, WIDE, PARTNERS = 26, 18, 14

#: The world is shown small, beside Europe: its points and letters are this much larger.
SCALE = {"europe": 1.0, "world": 2.0}

#: How far around a point a finger may come down, in units: 24 pixels across on a phone.
REACH = 25


@dataclass(frozen=True)
class Point:
    """A place on a drawing, how far around it can be pressed, and where its name stands.

    `roomy` says whether the name covers nothing on a wide screen.
    """

    place: Place
    x: float
    y: float
    radius: float
    reach: float
    label: Label
    roomy: bool


class Names:
    """Gives points their names: the home town's and the towns' first, then the partners'."""

    def __init__(
        self,
        size: tuple[float, float],
        scale: float,
        positions: list[tuple[Place, float, float]],
        lines: list[Box],
    ) -> None:
        self.size, self.scale, self.positions, self.lines = size, scale, positions, lines
        dots = [labels.around(x, y, self.radius(place)) for place, x, y in positions]
        self.taken = {letters: list(dots) for letters in (ON_A_PHONE, WIDE)}

    def radius(self, place: Place) -> float:
        """Of its point, in units."""
        return RADIUS[place.kind] * self.scale

    def points(self) -> list[Point]:
        """The points in the order of their places."""
        order = {kind: rank for rank, kind in enumerate(RADIUS)}
        named = sorted(self.positions, key=lambda position: order[position[0].kind])
        names = {id(position[0]): self._name(*position) for position in named}
        return [
            Point(place, x, y, self.radius(place), self._reach(place, x, y), *names[id(place)])
            for place, x, y in self.positions
        ]

    def _name(self, place: Place, x: float, y: float) -> tuple[Label, bool]:
        small = place.kind == "partner" and self.scale == 1
        letters, among = (PARTNERS, WIDE) if small else (ON_A_PHONE, ON_A_PHONE)
        own = labels.around(x, y, self.radius(place))
        clear = [other for other in self.taken[among] if other != own]
        sides = labels.sides(place.name, self.radius(place), self.scale)
        size = letters * self.scale
        found, roomy = labels.best(sides, (x, y), size, clear, self.lines, self.size)
        if small:
            self.taken[WIDE] += [labels.box(found, x, y, size)] if roomy else []
        else:
            for on in (ON_A_PHONE, WIDE):
                self.taken[on].append(labels.box(found, x, y, on * self.scale))
        return found, roomy

    def _reach(self, place: Place, x: float, y: float) -> float:
        """Half the way to the nearest other point, so that none hides another from a finger."""
        ways = [
            dist((x, y), (x2, y2)) / 2 for other, x2, y2 in self.positions if other is not place
        ]
        return round(max(min([REACH * self.scale, *ways]), 3))

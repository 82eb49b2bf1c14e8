"""A drawing: a sheet with its lines, its points and their names."""

from dataclasses import dataclass
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING

from towns.map.curves import bends, curve, northwards, path, steps
from towns.map.naming import SCALE, Names, Point
from towns.map.places import Place, Tie
from towns.projection import Sheet

if TYPE_CHECKING:
    from towns.models import TownPage

#: How much larger than drawn a sheet may be shown, and how near its edge a point may then lie.
ZOOM, MARGIN = {"europe": 2.0, "world": 2.4}, 90


@dataclass(frozen=True)
class Line:
    """A curve between two places, in the colour of a town; `place` is the farther one."""

    path: str
    kind: str
    town: "TownPage"
    place: Place


@dataclass(frozen=True)
class Drawing:
    """A sheet, or a part of it made larger: the part is 1,000 units wide.

    `left`, `top`, `across` and `down` say where the whole sheet lies.
    """

    sheet: str
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float
    curves: list[Line]
    points: list[Point]

    #: The symbols of a sheet's file, the lowest first.
    parts = ("graticule", "land", "borders")

    #: The static file that holds the shapes of all sheets.
    file = "towns/map/shapes.svg"

    @property
    def lines(self) -> "list[tuple[str, TownPage, list[Line]]]":
        """The lines by kind and town; those to the towns are last, on top of all."""
        return [
            (kind, town, list(group))
            for kind in ("partner", "home")
            for town, group in groupby(
                (line for line in self.curves if line.kind == kind), key=lambda line: line.town
            )
        ]

    @property
    def homes(self) -> list[Point]:
        """The home town, where it is on this drawing."""
        return [point for point in self.points if point.place.kind == "home"]

    @property
    def links(self) -> "list[tuple[str, TownPage, list[Point]]]":
        """What can be followed: the towns first, then the partners, town by town."""
        return [
            (kind, town, list(group))
            for kind in ("town", "partner")
            for town, group in groupby(
                (point for point in self.points if point.place.kind == kind),
                key=lambda point: point.place.towns[0],
            )
        ]


def on(sheet: Sheet, place: Place) -> tuple[float, float]:
    """Where a place lies on a sheet, or beside it."""
    return sheet.place(place.latitude, place.longitude)


def draw(sheet: Sheet, places: list[Place], ties: list[Tie], closer: bool) -> Drawing:
    """Places and ties on a sheet, or on the part of it that holds them all."""
    at = {id(place): _clamped(sheet, on(sheet, place)) for place in places}
    zoom, left, top = _window(sheet, list(at.values())) if closer else (1.0, 0.0, 0.0)

    def show(x: float, y: float) -> tuple[float, float]:
        return round((x - left) * zoom), round((y - top) * zoom)

    ends = {key: show(*point) for key, point in at.items()}
    for tie in ties:
        for place in (tie.start, tie.end):
            if id(place) not in ends:  # it lies elsewhere: the line leaves the sheet
                ends[id(place)] = show(*_far(sheet, on(sheet, place)))
    pairs = [(ends[id(tie.start)], ends[id(tie.end)]) for tie in ties]
    curves = [
        (tie, curve(*pair, northwards(*pair) if tie.kind == "home" else bend))
        for tie, pair, bend in zip(ties, pairs, bends(pairs), strict=True)
    ]
    lines = [Line(path(bent), tie.kind, tie.town, tie.end) for tie, bent in curves]
    positions = [(place, *ends[id(place)]) for place in places]
    size = (sheet.width, sheet.height)
    along = [step for _tie, bent in curves for step in steps(bent)]
    points = Names(size, SCALE[sheet.name], positions, along).points()
    whole = (round(-left * zoom, 1), round(-top * zoom, 1))
    across, down = round(sheet.width * zoom, 1), round(sheet.height * zoom, 1)
    return Drawing(sheet.name, *size, *whole, across, down, lines, points)


def _clamped(sheet: Sheet, point: tuple[float, float]) -> tuple[float, float]:
    """The poles, which the world's sheet leaves out, on its edge."""
    x, y = point
    return min(max(x, 12), sheet.width - 12), min(max(y, 12), sheet.height - 12)


def _far(sheet: Sheet, point: tuple[float, float]) -> tuple[float, float]:
    """A point outside of the sheet, in its direction, but not endlessly far."""
    if not all(map(isfinite, point)):
        return -sheet.width, -sheet.height
    return point


def _window(sheet: Sheet, points: list[tuple[float, float]]) -> tuple[float, float, float]:
    """How much larger than drawn, and from where, the sheet shows all points with a margin."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    wide = max(max(xs) - min(xs) + 2 * MARGIN, sheet.width / ZOOM[sheet.name])
    high = max(max(ys) - min(ys) + 2 * MARGIN, sheet.height / ZOOM[sheet.name])
    zoom = max(min(sheet.width / wide, sheet.height / high), 1.0)

    def start(low: float, high: float, whole: float) -> float:
        return min(max((low + high - whole / zoom) / 2, 0), whole - whole / zoom)

    return zoom, start(min(xs), max(xs), sheet.width), start(min(ys), max(ys), sheet.height)

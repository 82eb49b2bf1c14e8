"""Where the names on the map stand: beside their points, on neither each other nor the points."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import bidirectional

#: Which side of its point a name stands on, the best first: right, left, then the corners.
SIDES = ("e", "w", "ne", "se", "nw", "sw", "n", "s")

#: Of the height of the letters: how wide one is on average, and how much of it a line needs.
WIDTH, HEIGHT = 0.56, 1.1

#: Longer names are cut on the map; the list and the link's own name have all of it.
LONGEST = 26


@dataclass(frozen=True)
class Box:
    """A rectangle in units of the map."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """The area that two have in common."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0

    def outside(self, width: float, height: float) -> bool:
        """Whether some of it is not on a map of this size."""
        return self.left < 0 or self.top < 0 or self.right > width or self.bottom > height


@dataclass(frozen=True)
class Label:
    """A name beside a point: the side that it stands on, and how far from the point it begins.

    `dy` is in em and the rest in units, so that the side stays right in any size of letters.
    """

    text: str
    side: str
    x: float
    y: float
    anchor: str
    dy: float

    @property
    def runs_left(self) -> bool:
        """Whether its first letter is of a script that runs from right to left (UAX 9, P2)."""
        strong = (kind for kind in map(bidirectional, self.text) if kind in {"L", "R", "AL"})
        return next(strong, "L") != "L"

    @property
    def text_anchor(self) -> str:
        """`anchor` as SVG has it: a text that runs to the left starts on its right side."""
        turned = {"start": "end", "end": "start"}
        return turned.get(self.anchor, self.anchor) if self.runs_left else self.anchor


def shortened(name: str) -> str:
    """A name as the map shows it."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def label(name: str, radius: float, side: str, scale: float) -> Label:
    """A name on a side of a point of a radius, in letters that are so much larger than usual."""
    far, near = radius + 6 * scale, radius * 0.7 + 3 * scale
    gap = near if len(side) == 2 else far
    across = gap * (("e" in side) - ("w" in side))
    down = gap * (("s" in side) - ("n" in side))
    anchor = "start" if "e" in side else "end" if "w" in side else "middle"
    dy = 0.0 if "n" in side else 0.72 if "s" in side else 0.34
    return Label(shortened(name), side, round(across), round(down), anchor, dy)


def box(placed: Label, x: float, y: float, size: float) -> Box:
    """What the label of a point covers when its letters have a size, in units."""
    wide, high = _width(placed.text) * size, HEIGHT * size
    left = x + placed.x - {"start": 0, "middle": wide / 2, "end": wide}[placed.anchor]
    bottom = y + placed.y + (placed.dy + 0.24) * size
    return Box(left, bottom - high, left + wide, bottom)


def around(x: float, y: float, radius: float) -> Box:
    """The box around a point."""
    return Box(x - radius, y - radius, x + radius, y + radius)


def best(
    candidates: Iterable[Label],
    point: tuple[float, float],
    size: float,
    taken: list[Box],
    lines: list[Box],
    sheet: tuple[float, float],
) -> tuple[Label, bool]:
    """The candidate that covers least, the earlier the better, and whether it covers nothing.

    Args:
        taken: what it must keep clear of.
        lines: what it should rather not cover.
        sheet: width and height of the map.
    """

    def cost(candidate: Label) -> tuple[float, float]:
        mine = box(candidate, *point, size)
        hard = sum(mine.overlap(other) for other in taken)
        hard += 1e6 if mine.outside(*sheet) else 0
        return hard, sum(mine.overlap(other) for other in lines)

    ranked = [(*cost(candidate), rank, candidate) for rank, candidate in enumerate(candidates)]
    # A line below a name is worth a worse side only where it covers much of the name.
    hard, _soft, _rank, found = min(ranked, key=lambda item: (item[0], item[1] + 40 * item[2]))
    return found, hard == 0


def sides(name: str, radius: float, scale: float) -> Iterator[Label]:
    """A name on each side of its point, the best side first."""
    for side in SIDES:
        yield label(name, radius, side, scale)


def _width(text: str) -> float:
    """In em: letters that are written across a square count whole, marks nothing."""
    return sum(
        0 if unicodedata.combining(c) else 1 if unicodedata.east_asian_width(c) in "WF" else WIDTH
        for c in text
    )

"""The bent lines between places."""

from collections.abc import Iterator, Sequence
from math import atan2, radians, tau

from towns.map import labels
from towns.map.labels import Box

Coordinates = tuple[float, float]
Curve = tuple[Coordinates, Coordinates, Coordinates]

#: How far a line is bent, in its length.
BEND = 1 / 6

#: Lines from one point that are no more than this apart, in radians, fan out.
CLOSE, FEWEST = radians(16), 3


def curve(start: Coordinates, end: Coordinates, bend: float) -> Curve:
    """A quadratic Bézier curve, bent to its left by a part of its length."""
    across, down = end[0] - start[0], end[1] - start[1]
    middle = (
        (start[0] + end[0]) / 2 + down * bend,
        (start[1] + end[1]) / 2 - across * bend,
    )
    return start, middle, end


def northwards(start: Coordinates, end: Coordinates) -> float:
    """How to bend a line northwards."""
    return BEND if end[0] > start[0] else -BEND


def bends(ends: Sequence[tuple[Coordinates, Coordinates]]) -> list[float]:
    """How to bend each line: northwards, but where many leave a point side by side, apart."""
    found = [northwards(*pair) for pair in ends]
    for group in _side_by_side(ends):
        for rank, member in enumerate(group):
            found[member] = BEND * (1 - 2 * rank / (len(group) - 1))
    return found


def _side_by_side(ends: Sequence[tuple[Coordinates, Coordinates]]) -> Iterator[list[int]]:
    """Indexes of lines that leave a point close to each other, clockwise."""
    # From the north, where fewest lines go: those on either side of it are never one group.
    turned = [atan2(x2 - x1, y1 - y2) % tau for (x1, y1), (x2, y2) in ends]
    by_start: dict[Coordinates, list[int]] = {}
    for index in sorted(range(len(ends)), key=turned.__getitem__):
        by_start.setdefault(ends[index][0], []).append(index)
    for indexes in by_start.values():
        groups = [indexes[:1]]
        for index in indexes[1:]:
            if turned[index] - turned[groups[-1][-1]] <= CLOSE:
                groups[-1].append(index)
            else:
                groups.append([index])
        yield from (group for group in groups if len(group) >= FEWEST)


def path(bent: Curve) -> str:
    """It as SVG's path data."""
    (x1, y1), (x2, y2), (x3, y3) = bent
    return f"M{x1:.0f} {y1:.0f}Q{x2:.0f} {y2:.0f} {x3:.0f} {y3:.0f}"


def steps(bent: Curve, number: int = 16) -> Iterator[Box]:
    """Small boxes along a curve."""
    (x1, y1), (x2, y2), (x3, y3) = bent
    for step in range(1, number):
        t = step / number
        s = 1 - t
        x = s * s * x1 + 2 * s * t * x2 + t * t * x3
        y = s * s * y1 + 2 * s * t * y2 + t * t * y3
        yield labels.around(x, y, 3)

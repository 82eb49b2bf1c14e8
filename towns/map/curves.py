"""The bent lines between places."""

from collections.abc import Iterator
from math import hypot

from towns.map import labels
from towns.map.labels import Box

Curve = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]


def curve(start: tuple[float, float], end: tuple[float, float]) -> Curve:
    """A quadratic Bézier curve, bent northwards by a sixth of its length."""
    across, down = end[0] - start[0], end[1] - start[1]
    turned = (down, -across) if across > 0 else (-down, across)
    bend = 1 / 6 if hypot(across, down) else 0
    middle = (
        (start[0] + end[0]) / 2 + turned[0] * bend,
        (start[1] + end[1]) / 2 + turned[1] * bend,
    )
    return start, middle, end


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

"""Where places lie on the map's two sheets: the projections that drew `static/towns/map/`.

`make map` writes the sheets' parameters into `frames.json` and control points into the tests.
"""

import json
from dataclasses import dataclass
from functools import cache
from math import asin, cos, inf, radians, sin, sqrt
from pathlib import Path

#: Coefficients of Equal Earth.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796


@dataclass(frozen=True)
class Sheet:
    """A drawn part of the world: its size in units, and how d3's projection was fitted to it."""

    name: str
    width: float
    height: float
    rotate: tuple[float, float]
    scale: float
    translate: tuple[float, float]

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """x to the right and y down, in units; it may lie outside of the sheet.

        Args:
            latitude: WGS 84 degrees, north positive.
            longitude: WGS 84 degrees, east positive.
        """
        project = azimuthal_equal_area if self.name == "europe" else equal_earth
        east, north = project(latitude, longitude, centre=(-self.rotate[1], -self.rotate[0]))
        return self.translate[0] + self.scale * east, self.translate[1] - self.scale * north

    def holds(self, x: float, y: float, margin: float = 8) -> bool:
        """Whether a point lies on the sheet, and not on its very edge."""
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin


@cache
def sheets() -> dict[str, Sheet]:
    """The sheets by name: `europe` and `world`."""
    frames = json.loads(Path(__file__).with_name("frames.json").read_text(encoding="utf-8"))
    return {
        name: Sheet(
            name=name,
            width=frame["width"],
            height=frame["height"],
            rotate=tuple(frame["rotate"]),
            scale=frame["scale"],
            translate=tuple(frame["translate"]),
        )
        for name, frame in frames.items()
    }


def azimuthal_equal_area(
    latitude: float, longitude: float, centre: tuple[float, float]
) -> tuple[float, float]:
    """Lambert's azimuthal equal-area projection: east and north of the centre, in radii.

    Snyder, Map Projections: A Working Manual (1987), equations 22-4, 22-5 and 24-2. The point
    opposite of the centre, which would be a circle, lies nowhere: infinitely far away.
    """
    phi, phi1 = radians(latitude), radians(centre[0])
    turn = radians(longitude - centre[1])
    cosine = sin(phi1) * sin(phi) + cos(phi1) * cos(phi) * cos(turn)
    if cosine <= -1 + 1e-12:
        return inf, inf
    k = sqrt(2 / (1 + cosine))
    return (
        k * cos(phi) * sin(turn),
        k * (cos(phi1) * sin(phi) - sin(phi1) * cos(phi) * cos(turn)),
    )


def equal_earth(
    latitude: float, longitude: float, centre: tuple[float, float] = (0, 0)
) -> tuple[float, float]:
    """Equal Earth: east and north of the centre, in radii.

    Šavrič, Patterson and Jenny, The Equal Earth map projection (2018), doi
    10.1080/13658816.2018.1504949. The centre's latitude counts for nothing.
    """
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    turn = radians(longitude - centre[1])
    squared = theta * theta
    sixth = squared**3
    slope = A1 + 3 * A2 * squared + sixth * (7 * A3 + 9 * A4 * squared)
    east = 2 * turn * cos(theta) / (sqrt(3) * slope)
    north = theta * (A1 + A2 * squared + sixth * (A3 + A4 * squared))
    return east, north

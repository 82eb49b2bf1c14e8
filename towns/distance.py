"""How far two places are from each other, in a straight line over the ground."""

from math import asin, cos, radians, sin, sqrt

#: Mean radius of the Earth in kilometres (IUGG).
EARTH_RADIUS = 6371.0088


def kilometres(latitude: float, longitude: float, latitude2: float, longitude2: float) -> float:
    """The great-circle distance by the haversine formula, from WGS 84 degrees."""
    north, north2 = radians(latitude), radians(latitude2)
    across = sin((north2 - north) / 2) ** 2
    along = sin(radians(longitude2 - longitude) / 2) ** 2
    share = min(1.0, across + cos(north) * cos(north2) * along)
    return 2 * EARTH_RADIUS * asin(sqrt(share))


def rounded(km: float) -> int:
    """A distance as people say it: to 10 km."""
    return int(round(km, -1))

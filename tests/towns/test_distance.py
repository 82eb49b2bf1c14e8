"""Distances in a straight line."""

import pytest

from towns.distance import kilometres, rounded

PRESTON = (53.759, -2.699)


@pytest.mark.parametrize(
    ("place", "km"),
    [
        (PRESTON, 0),
        ((52.3567, 6.6625), 640),  # Almelo
        ((51.7625, 18.0897), 1410),  # Kalisz
        ((32.7254, -97.3209), 7410),  # Fort Worth
        ((-53.759, 177.301), 20020),  # the other side of the Earth
    ],
)
def test_distances_from_preston(place, km) -> None:
    assert rounded(kilometres(*PRESTON, *place)) == km
    assert kilometres(*PRESTON, *place) == pytest.approx(kilometres(*place, *PRESTON))


def test_the_date_line_is_no_wall() -> None:
    assert kilometres(0, 179.5, 0, -179.5) == pytest.approx(111.2, abs=0.1)

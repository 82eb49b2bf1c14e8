"""Places lie on the map where d3, which drew its shapes, puts them."""

import json
from math import inf
from pathlib import Path

import pytest

from towns.projection import azimuthal_equal_area, sheets

CONTROL = json.loads(Path(__file__).with_name("map_control.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["europe", "world"])
def test_control_points_of_d3(name: str) -> None:
    assert CONTROL[name]
    for (longitude, latitude), expected in CONTROL[name]:
        assert sheets()[name].place(latitude, longitude) == pytest.approx(expected, abs=0.5)


def test_the_point_opposite_of_the_centre_lies_nowhere() -> None:
    assert azimuthal_equal_area(-50, -167, centre=(50, 13)) == (inf, inf)
    assert not sheets()["europe"].holds(*sheets()["europe"].place(-50, -167))


@pytest.mark.parametrize("name", ["europe", "world"])
def test_the_shapes_are_light_and_have_what_pages_use(name: str) -> None:
    file = Path(__file__).resolve().parents[2] / "towns/static/towns/map/shapes.svg"
    shapes = file.read_text(encoding="utf-8")
    assert len(shapes) <= 70_000
    for part in ("graticule", "land", "borders"):
        assert f'<symbol id="{name}-{part}"' in shapes

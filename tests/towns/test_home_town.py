"""The list of towns says whose twin towns these are."""

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from towns import queries
from twinning import references


@pytest.fixture
def preston(tree):
    tree.towns.town_name = "Preston"
    tree.towns.town_country = "GB"
    tree.towns.town_latitude, tree.towns.town_longitude = "53.759", "-2.699"
    tree.towns.interests = [factories.InterestFactory(name="Sport")]
    tree.towns.save()
    return tree.towns


def test_the_home_town_is_the_one_that_the_list_names(preston) -> None:
    home = queries.home_town()
    assert home is not None
    assert (home.name, home.country.code, home.page) == ("Preston", "GB", preston)
    assert (home.latitude, home.longitude) == (53.759, -2.699)
    assert [interest.name for interest in home.interests] == ["Sport"]


def test_it_is_asked_for_once_a_request(preston, rf, django_assert_num_queries) -> None:
    with references.opened(rf.get("/en/")):
        queries.home_town()
        with django_assert_num_queries(0):
            queries.home_town()


def test_there_is_none_where_nothing_is_said(tree) -> None:
    assert queries.home_town() is None


def test_there_is_none_that_nobody_may_see(preston) -> None:
    preston.unpublish()
    assert queries.home_town() is None


@pytest.mark.parametrize(
    ("given", "missing"),
    [("town_latitude", "town_longitude"), ("town_longitude", "town_latitude")],
)
def test_half_a_place_is_refused_at_the_half_that_is_missing(tree, given, missing) -> None:
    setattr(tree.towns, given, "12.5")
    with pytest.raises(ValidationError) as refused:
        tree.towns.full_clean()
    assert list(refused.value.message_dict) == [missing]


def test_zero_is_a_coordinate(tree) -> None:
    tree.towns.town_latitude, tree.towns.town_longitude = 0, 12
    tree.towns.full_clean()


def test_a_colour_comes_from_the_palette(tree) -> None:
    tree.almelo.accent = "pink"
    with pytest.raises(ValidationError) as refused:
        tree.almelo.full_clean()
    assert list(refused.value.message_dict) == ["accent"]

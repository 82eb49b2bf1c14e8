"""Lists of towns and of their own twin towns."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from tests import factories
from towns import queries
from towns.validators import validate_twinning_year


@pytest.mark.parametrize("year", [1900, 1948, datetime.now(UTC).year])
def test_years_of_twinning(year: int) -> None:
    validate_twinning_year(year)


@pytest.mark.parametrize("year", [0, 1899, datetime.now(UTC).year + 1, 3000])
def test_years_that_are_none(year: int) -> None:
    with pytest.raises(ValidationError, match=r"between 1900 and 2\d\d\d"):
        validate_twinning_year(year)


def test_the_longest_twinned_comes_first(tree) -> None:
    factories.TownPageFactory(parent=tree.towns, title="Kalisz", twinned_since=1989)
    factories.TownPageFactory(parent=tree.towns, title="Nîmes", twinned_since=1955)
    assert [town.title for town in queries.towns()] == ["Almelo", "Nîmes", "Kalisz"]


def test_partners_stand_below_their_own_town(client, tree) -> None:
    """Two towns of the same year once took turns."""
    other = factories.TownPageFactory(parent=tree.towns, title="Zwolle", twinned_since=1948)
    for number in range(3):
        factories.TwinLinkFactory(town=tree.almelo, name=f"A{number}", sort_order=number)
        factories.TwinLinkFactory(town=other, name=f"Z{number}", sort_order=number)
    tree.home.body = [{"type": "partner_map", "value": {"heading": "Partners", "intro": ""}}]
    tree.home.save()
    section = BeautifulSoup(client.get("/en/").content, "html.parser").select_one(".partners")
    assert [heading.get_text() for heading in section.select("h3")] == ["Almelo", "Zwolle"]
    assert [name.get_text() for name in section.select(".partner__name")] == [
        "A0",
        "A1",
        "A2",
        "Z0",
        "Z1",
        "Z2",
    ]


def test_interests_are_shown_in_the_visitors_language_as_soon_as_they_exist(client, tree) -> None:
    interest = factories.InterestFactory(key="music", name="Music")
    polish = tree.locales["pl"]
    town = tree.almelo.copy_for_translation(polish, copy_parents=True)
    town.interests = [interest]
    town.live = True
    town.save()
    assert "Music" in client.get(town.get_url()).content.decode()
    translated = interest.copy_for_translation(polish)
    translated.name = "Muzyka"
    translated.save()
    html = client.get(town.get_url()).content.decode()
    assert "Muzyka" in html
    assert "Music" not in html


def test_a_list_without_towns_says_so(client, tree) -> None:
    grid = {"heading": "Our towns", "intro": "", "towns": []}
    tree.home.body = [{"type": "town_grid", "value": grid}]
    tree.home.save()
    for path in ("/en/", "/en/towns/"):
        assert not BeautifulSoup(client.get(path).content, "html.parser").select(".empty")
    tree.almelo.unpublish()
    for path in ("/en/", "/en/towns/"):
        html = BeautifulSoup(client.get(path).content, "html.parser").main
        assert html.select_one(".empty").get_text() == "No twin town is shown here yet."
        assert not html.select("ul.towns")

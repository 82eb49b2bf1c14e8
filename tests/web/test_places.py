"""Nothing is left out of what is judged."""

import pytest
from wagtail.models import get_page_models

from tests.tools import demo
from tests.web.places import EVERYWHERE, short

ROOMS = {"home", "towns", "stories", "search"}


def test_each_page_type_has_a_page_in_the_content() -> None:
    types = {model._meta.label for model in get_page_models() if model._meta.app_label in ROOMS}
    assert {page.model for page in demo.pages().values()} == types
    assert len({place.name for place in demo.every_type("en")}) == len(types) >= 7


@pytest.mark.parametrize("language", demo.LANGUAGES)
def test_each_kind_is_judged_in_each_language(language: str) -> None:
    names = {place.name for place in EVERYWHERE if place.language == language}
    more = {"not-found", "styleguide"}.union(*demo.STATES.values())
    assert names == {place.name for place in demo.every_type("en")} | more


def test_the_short_form_has_each_kind_in_english_and_another_language() -> None:
    shown: dict[str, set[str]] = {}
    for place in short(EVERYWHERE):
        shown.setdefault(place.name, set()).add(place.language)
    assert shown.keys() == {place.name for place in EVERYWHERE}
    assert all("en" in languages and len(languages) == 2 for languages in shown.values())
    assert set().union(*shown.values()) == set(demo.LANGUAGES)


def test_the_longest_of_a_type_stands_for_it() -> None:
    [town] = [place for place in demo.every_type("en") if place.name == "town"]
    towns = [page for page in demo.pages().values() if page.model == "towns.TownPage"]
    longest = max(towns, key=lambda page: len(str(page.fields)))
    assert town.path == demo.path("en", longest)

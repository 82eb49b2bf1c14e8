"""What this room adds to a town's page: the stories of the town."""

from typing import Any

from django.http import HttpRequest

from stories import queries
from towns.models import TownPage
from towns.queries import want_pictures

STORIES_A_TOWN = 6


def stories_section(town: TownPage, request: HttpRequest) -> dict[str, Any]:
    """The newest stories of a town, as a section of its page."""
    return {
        "template": "stories/sections/stories_of_town.html",
        "stories": want_pictures(queries.stories_of(town)[:STORIES_A_TOWN]),
    }

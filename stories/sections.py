"""What this room adds to pages of towns and of interests: their stories."""

from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from stories import queries
from stories.models import StoryIndexPage
from stories.models.share_story_page import share_url
from towns.models import Interest, TownPage
from towns.queries import counts_by_interest, want_pictures, with_interest
from towns.registry import InterestSection
from twinning import signposts

TEMPLATE = "stories/sections/stories.html"
STORIES_A_TOWN = 6
STORIES_AN_INTEREST = 6


def stories_section(town: TownPage, request: HttpRequest) -> dict[str, Any]:
    """The newest stories of a town, as a section of its page; where all are, and one is shared."""
    return {
        "template": TEMPLATE,
        "stories": want_pictures(queries.stories_of(town.translation_key)[:STORIES_A_TOWN]),
        "all_url": _list_url(town=town.slug),
        "all_words": gettext("All stories of %(town)s") % {"town": town.title},
        "share_url": share_url(town.slug),
    }


def stories_of_interest(interest: Interest, request: HttpRequest) -> dict[str, Any]:
    """The newest stories for an interest, and where all of them are."""
    found = with_interest(queries.shown_stories(), interest.key)
    return {
        "template": TEMPLATE,
        "stories": want_pictures(found[:STORIES_AN_INTEREST]),
        "all_url": _list_url(interest=interest.key),
        "all_words": gettext("All stories for this interest"),
    }


interest_section = InterestSection(
    counts=lambda: counts_by_interest(queries.shown_stories()),
    words=lambda number: (
        ngettext("%(number)s story", "%(number)s stories", number) % {"number": number}
    ),
    show=stories_of_interest,
)


def _list_url(**chosen: str) -> str:
    """The list of stories in the visitor's language with a filter; nothing where there is none."""
    address = signposts.address_of(StoryIndexPage)
    return f"{address}?{urlencode(chosen)}" if address else ""

"""Where a shared story will lie: below its town, or else below the list of stories."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from stories import queries
from towns.queries import towns_in_every_language
from twinning.translation.fallback import best_first

if TYPE_CHECKING:
    from twinning.submissions.pages import FormPage


@dataclass(frozen=True)
class Place:
    """Where a story will lie.

    Args:
        parent: the primary key of the page above it, in the story's language.
        town: that of the story's town, where that is not the page above it.
    """

    parent: int
    town: int | None = None


def place_for(page: "FormPage", town_key: UUID | None) -> Place | None:
    """The place for a story in a page's language; None where there is none in that language.

    Args:
        page: that the story is sent from.
        town_key: the translation key of a town, if the story is about one.
    """
    towns = towns_in_every_language().filter(translation_key=town_key) if town_key else []
    versions = list(best_first((town.locale.language_code, town) for town in towns))
    here = next((town for town in versions if town.locale_id == page.locale_id), None)
    if here is not None:
        return Place(here.pk)
    index = queries.story_index(page.locale_id)
    if index is None:
        return None
    return Place(index, versions[0].pk if versions else None)

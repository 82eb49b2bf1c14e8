"""What towns and interests are called in the editor's language, for a whole list at once."""

from uuid import UUID

from django.utils import translation

from home.models import Enquiry
from towns import teams
from towns.models import Interest
from twinning import references
from twinning.translation.localised import everything


def towns() -> dict[UUID, str]:
    """Every town's name by its key, in the best language; one query a request."""
    key = ("names of towns", translation.get_language())
    return references.current().once(key, teams.town_titles)


def interests() -> dict[str, str]:
    """Every interest's name by its key, in the best language; one query a request."""
    key = ("names of interests", translation.get_language())
    return references.current().once(
        key, lambda: {interest.key: interest.name for interest in everything(Interest).values()}
    )


def interests_to_choose() -> list[tuple[str, str]]:
    """Every interest as a select has it."""
    return list(interests().items())


def town_of(enquiry: Enquiry) -> str:
    """The town of an enquiry; as the sender saw it named where there is it no more."""
    if enquiry.town_key is None:
        return enquiry.town_name
    return towns().get(enquiry.town_key, enquiry.town_name)


def interest_of(enquiry: Enquiry) -> str:
    """The interest of an enquiry; as the sender saw it named where there is it no more."""
    return interests().get(enquiry.interest_key, enquiry.interest_name)

"""The twin towns, what connects people with them, and their own twin towns in turn."""

from towns.models.interest import Interest, WithInterests
from towns.models.interests_page import InterestsPage
from towns.models.partners_page import PartnersPage
from towns.models.place import PLACE_FIELDS, Place
from towns.models.town_index_page import TownIndexPage
from towns.models.town_page import TownPage, TwinLink
from towns.models.town_team import TownTeam

__all__ = [
    "PLACE_FIELDS",
    "Interest",
    "InterestsPage",
    "PartnersPage",
    "Place",
    "TownIndexPage",
    "TownPage",
    "TownTeam",
    "TwinLink",
    "WithInterests",
]

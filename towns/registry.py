"""Where rooms above add their part to pages of towns and interests, so that this room need not
know them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

#: Each takes a TownPage and the request; what it returns is `section` in its own `template`.
TownSection = Callable[[Any, HttpRequest], dict[str, Any]]

town_sections: list[TownSection] = []


@dataclass(frozen=True)
class InterestSection:
    """What a room has for people with an interest.

    Args:
        counts: how many it has for each interest, by its key, in one query.
        words: that many, in the active language, such as “3 stories”.
        show: takes an Interest and the request; what it returns is `section` in its own `template`.
    """

    counts: Callable[[], dict[str, int]]
    words: Callable[[int], str]
    show: Callable[[Any, HttpRequest], dict[str, Any]]


interest_sections: list[InterestSection] = []


def register_interest_section(section: InterestSection) -> InterestSection:
    """Show a section for every interest; call it in an AppConfig's `ready()`."""
    if section not in interest_sections:
        interest_sections.append(section)
    return section


def register_town_section(section: TownSection) -> TownSection:
    """Show a section on every town's page, after its body; call it in an AppConfig's `ready()`."""
    if section not in town_sections:
        town_sections.append(section)
    return section

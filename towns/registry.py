"""Where rooms above add their part to a town's page, so that this room need not know them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

#: Each takes a TownPage and the request; what it returns is `section` in its own `template`.
TownSection = Callable[[Any, HttpRequest], dict[str, Any]]

town_sections: list[TownSection] = []


def register_town_section(section: TownSection) -> TownSection:
    """Show a section on every town's page, after its body; call it in an AppConfig's `ready()`."""
    if section not in town_sections:
        town_sections.append(section)
    return section

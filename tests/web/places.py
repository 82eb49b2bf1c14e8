"""What is judged: one page of each kind in every language, and how a tab is brought there."""

from playwright.sync_api import Page

from tests.tools import demo
from tests.tools.demo import Place

PLACES = [
    place
    for language in demo.LANGUAGES
    for place in (
        *demo.every_kind(language),
        Place("styleguide", language, demo.PATTERNS.format(language=language)),
    )
]

#: As people hold them: a phone, and a desk.
VIEWPORTS = {"phone": (360, 740), "desktop": (1280, 900)}
SCHEMES = ("light", "dark")


def visit(tab: Page, place: Place) -> None:
    """Open a place, which must answer as it should."""
    answer = tab.goto(place.path)
    assert answer is not None
    assert answer.status == place.status, f"{place}: {place.path}"

"""What is judged: one page of each kind in every language, and how a tab is brought there."""

from playwright.sync_api import Page

from tests.distribution import DRILL
from tests.tools import demo
from tests.tools.demo import Place

#: One page of each kind in each language.
EVERYWHERE = [
    place
    for language in demo.LANGUAGES
    for place in (
        *demo.every_kind(language),
        Place("styleguide", language, demo.PATTERNS.format(language=language)),
    )
]


def short(places: list[Place]) -> list[Place]:
    """Each kind in English and in one other language, the next one for the next kind."""
    others = [language for language in demo.LANGUAGES if language != "en"]
    kinds = list(dict.fromkeys(place.name for place in places))
    chosen = {kind: {"en", others[number % len(others)]} for number, kind in enumerate(kinds)}
    return [place for place in places if place.language in chosen[place.name]]


#: Those that are judged; all of them in `make drill`.
PLACES = EVERYWHERE if DRILL else short(EVERYWHERE)

#: As people hold them: a phone, and a desk.
VIEWPORTS = {"phone": (360, 740), "desktop": (1280, 900)}
SCHEMES = ("light", "dark")


def visit(tab: Page, place: Place) -> None:
    """Open a place, which must answer as it should."""
    answer = tab.goto(place.path)
    assert answer is not None
    assert answer.status == place.status, f"{place}: {place.path}"

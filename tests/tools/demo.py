"""Where the pages of the demo content are, read from its own files: no database is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import polib

from home.demo import source

LANGUAGES = ("en", "nl", "fr", "de", "pl")
#: A word that finds pages in every language.
FOUND_EVERYWHERE = "Kalisz"

#: What is seen of a page type besides: of each state the name and the query that leads to it.
STATES = {
    "search": {
        "search-results": f"q={FOUND_EVERYWHERE}",
        "search-narrowed": f"q={FOUND_EVERYWHERE}&type=stories.StoryPage",
        "search-nothing": "q=zqxjzqxj",
    },
    "interests": {"one-interest": "interest=music", "no-such-interest": "interest=none"},
    "enquiry": {"enquiry-from-a-town": "town=almelo&interest=music"},
    "partners": {"filter-fault": "within=far", "no-partner": "town=almelo&country=PL"},
}

#: Where all blocks and components are shown at once, while DEBUG is on.
PATTERNS = "/{language}/styleguide/"


@dataclass(frozen=True)
class Place:
    """A page to look at.

    Args:
        name: of its type, or of what it shows, such as `town` or `not-found`.
        path: from the host on.
        status: with which it answers.
    """

    name: str
    language: str
    path: str
    status: int = 200

    def __str__(self) -> str:
        return f"{self.name}:{self.language}"


@cache
def pages() -> dict[str, source.PageSource]:
    """All pages by key, parents first."""
    return {page.key: page for page in source.pages()}


@cache
def segments(language: str, key: str) -> list[polib.POEntry]:
    """The translation of a page into a language."""
    return list(polib.pofile(str(source.po_path(language, key))))


def segment(language: str, page: source.PageSource, field: str) -> str:
    """A field's words in a language."""
    if language == "en":
        return str(page.fields.get(field, ""))
    return next((e.msgstr for e in segments(language, page.key) if e.msgctxt == field), "")


def path(language: str, page: source.PageSource) -> str:
    """The address that a page must have: its slugs from the home page down."""
    if page.parent is None:
        return f"/{language}/"
    return f"{path(language, pages()[page.parent])}{segment(language, page, 'slug')}/"


def every_page(language: str) -> Iterator[Place]:
    """All pages of the content in a language."""
    for key, page in pages().items():
        yield Place(key, language, path(language, page))


def every_type(language: str) -> Iterator[Place]:
    """The longest page of each type: `home`, `town`, `story-index` and so on."""
    longest: dict[str, source.PageSource] = {}
    for page in pages().values():
        known = longest.get(page.model)
        if known is None or len(str(page.fields)) > len(str(known.fields)):
            longest[page.model] = page
    for model, page in longest.items():
        yield Place(_name(model), language, path(language, page))


def every_kind(language: str) -> Iterator[Place]:
    """Each page type, and what a visitor sees besides: filtered lists, an unknown address."""
    yield from every_type(language)
    for place in every_type(language):
        for name, query in STATES.get(place.name, {}).items():
            yield Place(name, language, f"{place.path}?{query}")
    yield Place("not-found", language, f"/{language}/nothing-here/", 404)


def _name(model: str) -> str:
    """`stories.StoryIndexPage` is `story-index`."""
    words = model.rpartition(".")[2].removesuffix("Page")
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in words)[1:]

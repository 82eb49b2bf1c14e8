"""What the pages of the contract say: every field filled, every block at least once.

Everything that can be fixed is: identities of blocks, dates, names. What is left for `normal` to
replace is what the database counts out and what signatures are made of.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Page

#: When everything was first and last published.
FIRST, LAST = datetime(2024, 5, 1, 9, tzinfo=UTC), datetime(2025, 6, 2, 10, 30, tzinfo=UTC)
FILM = "https://example.org/film"
CONTACT = {
    "name": "Twinning committee",
    "text": "In Dutch and English.",
    "url": "https://example.org/committee",
    "email": "committee@example.org",
    "phone": "+31 546 000000",
}


def block(kind: str, value: Any, times: str = "") -> dict[str, Any]:
    """A block of a stream, its identity made from what it is."""
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, kind + times))}


def link(page: Page, label: str = "") -> dict[str, Any]:
    """A link to a page of the site."""
    return {"label": label, "page": page.pk, "url": ""}


def outward(label: str) -> dict[str, Any]:
    """A link to an address outside the site."""
    return {"label": label, "page": None, "url": "https://example.org/"}


def picture(image: Any, decorative: bool = False) -> dict[str, Any]:
    """A picture in its place."""
    return {"image": image.pk, "alt_text": "A bridge", "decorative": decorative}


def figure(image: Any) -> dict[str, Any]:
    """A picture with a caption."""
    return {"image": picture(image), "caption": "The bridge in spring"}


def rich_text(page: Page, document: Any, gone: int = 2**30) -> str:
    """All that the editor can write: emphasis, lists, and every kind of link."""
    return (
        f'<p>See <a linktype="page" id="{page.pk}">this <b>page</b></a>, '
        f'<a linktype="document" id="{document.pk}">that file</a>, '
        '<a href="https://example.org/?a=1&amp;b=2">another site</a>, '
        '<a href="mailto:town@example.org">a mailbox</a>, <a href="#top">the top</a> and '
        f'<a linktype="page" id="{gone}">what is gone</a>.</p>'
        "<ul><li>one &amp; <i>the other</i></li><li>both</li></ul><ol><li>first</li></ol>"
    )


def body(image: Any, document: Any, page: Page) -> list[dict[str, Any]]:
    """Every block that all page types share."""
    pictures = [block("item", figure(image), part) for part in "ab"]
    fact = {"label": "Year", "value": "1948", "note": "The first of all"}
    event = {"date": "May 1948", "title": "The charter", "text": "Signed in the town hall."}
    cards = [
        {"title": "Hosts", "text": "Be one.", "image": picture(image), "link": link(page, "Go")},
        {"title": "Guests", "text": "", "image": picture(image, True), "link": outward("Out")},
    ]
    return [
        block("rich_text", rich_text(page, document)),
        block("heading", {"text": "What connects us", "level": "h2"}),
        block("image", figure(image)),
        block("gallery", {"heading": "Gallery", "pictures": pictures}),
        block("quote", {"text": "Friends.", "attribution": "A visitor"}),
        block("facts", {"heading": "At a glance", "facts": [block("item", fact, "fact")]}),
        block("timeline", {"heading": "How it began", "events": [block("item", event, "event")]}),
        block("cards", {"heading": "Ways to take part", "cards": cards}),
        block("call_to_action", {"heading": "Call", "text": "Soon.", "link": link(page)}),
        block("embed", {"media": FILM, "title": "Film", "caption": "Ten minutes"}),
        block(
            "document",
            {"document": document.pk, "title": "Programme", "description": "What is on."},
        ),
    ]


def home_blocks(town: Page, story: Page) -> list[dict[str, Any]]:
    """The blocks that only the home page and pages of text have."""
    grid = {"heading": "Towns", "intro": "All of them."}
    return [
        block("town_grid", {**grid, "towns": []}),
        block("town_grid", {**grid, "towns": [town.pk]}, "chosen"),
        block("story_spotlight", {"heading": "The newest", "story": None}),
        block("story_spotlight", {"heading": "The chosen", "story": story.pk}, "chosen"),
        block("partner_map", {"heading": "Partners", "intro": "And theirs."}),
    ]

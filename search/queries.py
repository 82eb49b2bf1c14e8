"""What a search finds."""

import unicodedata
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page, Site

from twinning import visibility

#: Longer queries are cut: nobody means the rest.
MAX_QUERY_LENGTH = 120


def clean_query(raw: str) -> str:
    """A visitor's words without control characters, white space folded, at most 120 characters."""
    printable = "".join(
        character if unicodedata.category(character)[0] != "C" else " " for character in raw
    )
    return " ".join(printable.split())[:MAX_QUERY_LENGTH].strip()


def pages_matching(query: str, request: HttpRequest, but: Page) -> Any:
    """Live, public pages of the request's site and active language, the best match first.

    The page `but`, which asks, is not among them.
    """
    pages = visibility.searchable(Page.objects).exclude(pk=but.pk)
    site = Site.find_for_request(request)
    if site is not None:
        home = site.root_page.localized
        pages = pages.descendant_of(home, inclusive=True).filter(locale_id=home.locale_id)
    return pages.search(query)

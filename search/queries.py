"""What a search finds."""

import unicodedata
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from search import models  # a module, not its names: models.py imports this one
from twinning import landmarks, visibility

#: Longer queries are cut: nobody means the rest.
MAX_QUERY_LENGTH = 120


def clean_query(raw: str) -> str:
    """A visitor's words without control characters, white space folded, at most 120 characters."""
    printable = "".join(
        character if unicodedata.category(character)[0] != "C" else " " for character in raw
    )
    return " ".join(printable.split())[:MAX_QUERY_LENGTH].strip()


def search_pages(is_list: bool = True) -> PageQuerySet:
    """Live, public search pages of the site in the active language: one, as a rule.

    Args:
        is_list: as `visibility.public` takes it.
    """
    pages = visibility.public(models.SearchPage.objects, is_list)
    here = landmarks.within(pages, landmarks.current_site())
    return here.filter(locale__language_code=translation.get_language()).order_by("path")


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

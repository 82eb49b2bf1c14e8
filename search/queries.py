"""Querysets of search pages."""

from django.utils import translation
from wagtail.query import PageQuerySet

from search import models  # a module, not its names: models.py imports this one
from twinning import landmarks, visibility


def search_pages(is_list: bool = True) -> PageQuerySet:
    """Live, public search pages of the site in the active language: one, as a rule.

    Args:
        is_list: as `visibility.public` takes it.
    """
    pages = visibility.public(models.SearchPage.objects, is_list)
    here = landmarks.within(pages, landmarks.current_site())
    return here.filter(locale__language_code=translation.get_language()).order_by("path")

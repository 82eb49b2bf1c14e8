"""A page that matches, with what it is counted and ordered by: asked along with its rank."""

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from twinning import visibility

#: What a match has that no rank is made for, divided by its place: less than any rank. PostgreSQL
#: gives 1e-20, divided by the length of a page, to words that are far from each other.
UNRANKED = 1e-24

#: Around a query of pages and scores: what a row has. What no visitor is shown has no text.
ROWS_OF = """
    SELECT found.page, found.score, wagtailcore_locale.language_code,
        CAST(wagtailcore_page.translation_key AS text), wagtailcore_page.title,
        wagtailcore_page.content_type_id, text.facets
    FROM ({found}) found
    JOIN wagtailcore_page ON wagtailcore_page.id = found.page
    JOIN wagtailcore_locale ON wagtailcore_locale.id = wagtailcore_page.locale_id
    JOIN search_pagetext text ON text.page_id = found.page
"""


class Row(NamedTuple):
    """A page that matches.

    Args:
        score: how well it matches; more is better.
        key: that its translations have as well, as the database writes it.
        type: of the page, as the Content API names it.
        facets: by the name of a facet, the keys that the page has.
    """

    page: int
    score: float
    language: str
    key: str
    title: str
    type: str
    facets: dict[str, list[Any]]


def from_database(found: Iterable[tuple[Any, ...]]) -> list[Row]:
    """The rows that `ROWS_OF` gives."""
    return [
        Row(page, score, language, key, title, _type_name(content_type), _facets(facets))
        for page, score, language, key, title, content_type, facets in found
    ]


def of_scores(scores: dict[int, float]) -> list[Row]:
    """The rows of pages that an index outside the database has found.

    That index does not know of the latest: the database is asked again who may be seen.
    """
    pages = visibility.public(Page.objects).filter(pk__in=scores, search_text__isnull=False)
    columns = (
        "pk",
        "locale__language_code",
        "translation_key",
        "title",
        "content_type",
        "search_text__facets",
    )
    return [
        Row(pk, scores[pk], language, key.hex, title, _type_name(content_type), facets)
        for pk, language, key, title, content_type, facets in pages.order_by().values_list(*columns)
    ]


@lru_cache(maxsize=10_000)
def _facets(written: str) -> dict[str, list[Any]]:
    """Facets as the database has them: many pages have the same, which nobody changes."""
    found: dict[str, list[Any]] = json.loads(written)
    return found


@cache
def _type_name(content_type: int) -> str:
    """A page type as the Content API names it, such as `stories.StoryPage`."""
    model = ContentType.objects.get_for_id(content_type).model_class()
    return str(model._meta.label) if model is not None else ""

"""The pages that results show, with their locales and texts: in one query, compiled once."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Locale, Page

from twinning.compiled import Columns, CompiledQuery

_PAGE, _LOCALE = Columns.of(Page), Columns.of(Locale)


def fetch(keys: Collection[int]) -> dict[int, tuple[Page, str]]:
    """Pages by their primary keys, each with its plain words; what is gone is left out.

    Args:
        keys: one at least.
    """
    found: dict[int, tuple[Page, str]] = {}
    for *columns, text in _query.rows(list(keys)):
        page = _PAGE.instance(columns[: len(_PAGE.names)])
        page.locale = _LOCALE.instance(columns[len(_PAGE.names) :])
        found[page.pk] = page, text or ""
    return found


def _pages(keys: Sequence[int]) -> "QuerySet[Any, Any]":
    pages = Page.objects.filter(pk__in=keys).order_by()
    return pages.values_list(*_PAGE.names, *_LOCALE.after("locale"), "search_text__text")


_query = CompiledQuery(_pages, Page._meta.pk)

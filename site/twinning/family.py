"""Pages with all their translations, in one query: what links, breadcrumbs and switchers show."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Locale, Page

from twinning.compiled import Columns, CompiledQuery

#: What only the edit view of a page shows is left in the database.
_PAGE = Columns.of(
    Page,
    but=(
        "expired",
        "go_live_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
    ),
)
_LOCALE = Columns.of(Locale)


def of_pages(keys: Sequence[int], paths: Sequence[str]) -> list[Page]:
    """The pages with these primary keys or tree paths, and the translations of all."""
    return _instances(_known.rows(keys, paths)) if keys or paths else []


def of_pages_at(urls: Sequence[str]) -> list[Page]:
    """The pages that have one of these `url_path`s, and the translations of all.

    `url_path` has no index, and `slug`, its last component, has one. The root of the tree has a
    slug that its `url_path` does not have.
    """
    slugs = [url.rstrip("/").rpartition("/")[2] for url in urls]
    return _instances(_at_urls.rows(urls, slugs if all(slugs) else []))


def _translated(wanted: "QuerySet[Page]") -> "QuerySet[Any, Any]":
    pages = Page.objects.filter(translation_key__in=wanted.order_by().values("translation_key"))
    return pages.order_by().values_list(*_PAGE.names, *_LOCALE.after("locale"))


def _of_known(keys: Sequence[int], paths: Sequence[str]) -> "QuerySet[Any, Any]":
    return _translated(Page.objects.filter(Q(pk__in=keys) | Q(path__in=paths)))


def _of_urls(urls: Sequence[str], slugs: Sequence[str]) -> "QuerySet[Any, Any]":
    pages = Page.objects.filter(url_path__in=urls)
    return _translated(pages.filter(slug__in=slugs) if slugs else pages)


_known = CompiledQuery(_of_known, Page._meta.pk, Page._meta.get_field("path"))
_at_urls = CompiledQuery(_of_urls, Page._meta.get_field("url_path"), Page._meta.get_field("slug"))


def _instances(rows: Iterable[tuple[Any, ...]]) -> list[Page]:
    size = len(_PAGE.names)
    pages: list[Page] = []
    locales: dict[int, Locale] = {}
    for row in rows:
        page = _PAGE.instance(row[:size])
        if page.locale_id not in locales:
            locales[page.locale_id] = _LOCALE.instance(row[size:])
        page.locale = locales[page.locale_id]
        pages.append(page)
    return pages

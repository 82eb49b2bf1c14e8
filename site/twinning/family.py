"""Pages with all their translations, in one query: what links, breadcrumbs and switchers show."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from wagtail.models import Locale, Page, get_page_models

from twinning.compiled import Columns, CompiledQuery
from twinning.translation import provenance

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
_PROVENANCE = (
    "translation_state__source_locale__language_code",
    "translation_state__method",
    "translation_state__is_stale",
)
#: The same where this site does not keep it.
_UNKNOWN = [Value(None, models.CharField())] * len(_PROVENANCE)


def of_pages(keys: Sequence[int], paths: Sequence[str]) -> list[Page]:
    """The pages with these primary keys or tree paths, and the translations of all."""
    return _instances(_known.rows(keys, paths)) if keys or paths else []


def of_pages_at(urls: Sequence[str]) -> list[Page]:
    """The pages that have one of these `url_path`s, and the translations of all.

    `url_path` has no index, and `slug`, its last component, has one. The root of the tree has a
    slug that its `url_path` does not have.

    Each says of its picture what `BasePage.seo_image` would, in `own_picture`: a page that has none
    shows that of one above it to link previews, and is to cost no query more. And how it came to be
    in its language, in `own_provenance`: the code of the language that it was translated from, and
    what `twinning.translation.provenance` knows besides; None of an original.
    """
    slugs = [url.rstrip("/").rpartition("/")[2] for url in urls]
    rows = _at_urls.rows(urls, slugs if all(slugs) else [])
    pages = _instances(rows)
    for page, (*_rest, picture, alt, source, method, is_stale) in zip(pages, rows, strict=True):
        page.own_picture = (picture, alt) if picture else None
        page.own_provenance = (source, method, is_stale) if source else None
    return pages


def _translated(wanted: "QuerySet[Page]") -> "QuerySet[Any, Any]":
    pages = Page.objects.filter(translation_key__in=wanted.order_by().values("translation_key"))
    return pages.order_by().values_list(*_PAGE.names, *_LOCALE.after("locale"))


def _of_known(keys: Sequence[int], paths: Sequence[str]) -> "QuerySet[Any, Any]":
    return _translated(Page.objects.filter(Q(pk__in=keys) | Q(path__in=paths)))


def _of_urls(urls: Sequence[str], slugs: Sequence[str]) -> "QuerySet[Any, Any]":
    pages = Page.objects.filter(url_path__in=urls)
    found = _translated(pages.filter(slug__in=slugs) if slugs else pages)
    number, text = models.IntegerField(), models.CharField()
    none = Value(None, number)
    pictures = Coalesce(*_of_types("picture"), none, none, output_field=number)
    alts = Coalesce(*_of_types("picture_alt"), Value(""), Value(""), output_field=text)
    return found.annotate(own_picture=pictures, own_alt=alts).values_list(
        *_PAGE.names,
        *_LOCALE.after("locale"),
        "own_picture",
        "own_alt",
        *(_PROVENANCE if provenance.is_kept() else _UNKNOWN),
    )


def _of_types(field: str) -> list[Subquery]:
    """A field of the page types that have a picture for link previews, of which a page has one.

    Not joined: PostgreSQL weighs the order of eight tables (`join_collapse_limit`). With more it
    would put the types together for all pages of the site, and look for the wanted ones in these.
    """
    return [
        Subquery(model._base_manager.filter(pk=OuterRef("pk")).order_by().values(field))
        for model in get_page_models()
        if hasattr(model, "seo_image")
    ]


_known = CompiledQuery(_of_known, Page._meta.pk, Page._meta.get_field("path"))
_at_urls = CompiledQuery(_of_urls, Page._meta.get_field("url_path"), Page._meta.get_field("slug"))


def _instances(rows: Iterable[tuple[Any, ...]]) -> list[Page]:
    size = len(_PAGE.names)
    pages: list[Page] = []
    locales: dict[int, Locale] = {}
    for row in rows:
        page = _PAGE.instance(row[:size])
        if page.locale_id not in locales:
            locales[page.locale_id] = _LOCALE.instance(row[size : size + len(_LOCALE.names)])
        page.locale = locales[page.locale_id]
        pages.append(page)
    return pages

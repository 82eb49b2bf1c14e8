"""Querysets of the pages that anybody may see on a site, and how they are fetched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import Left, Length
from wagtail.models import Page
from wagtail.query import PageQuerySet

from twinning import landmarks, references, visibility
from twinning import specific as specific_pages
from twinning.content_api.page_types.types import PageType, page_types
from twinning.content_api.picks import ALL, Picks

#: With more types than this, the types on a slice are asked for before its pages are joined.
MOST_JOINS = 16


@dataclass
class Selection:
    """Which pages a list has.

    Args:
        types: of these types; all types where there are none.
        locales: the language asked for, then those that stand in for it; all where there are none.
        conditions: what else must be so.
        ordering: as `QuerySet.order_by` takes it.
    """

    types: Sequence[PageType] = ()
    locales: Sequence[str] = ()
    conditions: Sequence[Q] = ()
    ordering: Sequence[Any] = ("path",)
    picks: Picks = ALL


def public_pages(
    site: landmarks.SiteMark, model: type[Page] = Page, is_list: bool = True
) -> PageQuerySet:
    """Public pages of a site.

    Args:
        is_list: as `visibility.public` takes it.
    """
    return landmarks.within(visibility.public(model._default_manager.all(), is_list), site)


def in_locales(pages: PageQuerySet, site: landmarks.SiteMark, codes: Sequence[str]) -> PageQuerySet:
    """Of each page one translation: in the first of the languages that it is public in.

    Args:
        pages: what is chosen from; any public page of the site may stand before one of them.
        codes: language codes, the best first; none leaves everything as it is.
    """
    if not codes:
        return pages
    chosen = Q(locale__language_code=codes[0])
    for position, code in enumerate(codes[1:], start=1):
        better = public_pages(
            site, is_list=False
        ).filter(  # translations, of the same types
            translation_key=OuterRef("translation_key"), locale__language_code__in=codes[:position]
        )
        chosen |= Q(Q(locale__language_code=code), ~Exists(better))
    return pages.filter(chosen)


def selected(site: landmarks.SiteMark, selection: Selection) -> PageQuerySet:
    """The pages of a selection, in its order, of the model that they have in common."""
    kinds = selection.types
    model = kinds[0].model if len(kinds) == 1 else Page
    pages = public_pages(site, model, is_list=not kinds)
    for kind in kinds:
        references.current().noted.all_of(kind.model)
    if model is Page:
        pages = pages.type(*(kind.model for kind in kinds or page_types().values()))
    pages = with_parent_path(in_locales(pages, site, selection.locales))
    return pages.filter(*selection.conditions).order_by(*selection.ordering, "pk")


def children_of(page_id: int, translations: bool) -> Q:
    """Pages right below a page, or below any of its translations."""
    return Q(_parent_path__in=_family(page_id, translations).values("path"))


def with_parent_path(pages: PageQuerySet) -> PageQuerySet:
    """Pages with the tree path of the page above each, for `children_of`."""
    return pages.alias(_parent_path=Left("path", Length("path") - Page.steplen))


def descendants_of(page_id: int, translations: bool) -> Q:
    """Pages anywhere below a page, or below any of its translations."""
    below = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = _family(page_id, translations).alias(_below=below)
    return Q(Exists(above.filter(_below__startswith=F("path")).exclude(path=OuterRef("path"))))


def translations_of(page_id: int) -> Q:
    """The other translations of a page."""
    family = public_one(page_id).values("translation_key")
    return Q(translation_key__in=family) & ~Q(pk=page_id)


def public_one(page_id: int) -> PageQuerySet:
    """The page with an id, where anybody may see it: an id must not tell where a draft lies."""
    references.current().noted.page_ids([page_id])
    return visibility.public(Page.objects.filter(pk=page_id), is_list=False)


def _family(page_id: int, translations: bool) -> PageQuerySet:
    one = public_one(page_id)
    return (
        Page.objects.filter(translation_key__in=one.values("translation_key"))
        if (translations)
        else one
    )


# Fetching: rows become specific pages in one query


def fetch_slice(
    pages: PageQuerySet, kinds: Sequence[PageType], picks: Picks, offset: int, limit: int
) -> tuple[list[Page], int]:
    """A slice of a list as specific pages, and how many the whole list has.

    Two queries, one where the slice itself shows where the list ends; one more where the site has
    very many page types. To count in the same query as well would have the database carry all
    pages of the list, bodies included, to its end.
    """
    kinds = kinds or list(page_types().values())
    if len(kinds) > MOST_JOINS:
        models = pages[offset : offset + limit].values_list("content_type__app_label",
                                                            "content_type__model")  # fmt: skip
        present = {f"{app}.{model}" for app, model in models}
        kinds = [kind for kind in kinds if kind.model._meta.label_lower in present] or kinds[:1]
    rows = list(joined(pages, kinds, picks)[offset : offset + limit])
    is_last = len(rows) < limit and (rows or not offset)
    total = offset + len(rows) if is_last else pages.count()
    return [specific(row, kinds) for row in rows], total


def joined(pages: PageQuerySet, kinds: Sequence[PageType], picks: Picks) -> PageQuerySet:
    """A queryset whose rows bring their specific page along."""
    if pages.model is not Page:
        kind = next(kind for kind in kinds if kind.model is pages.model)
        return pages.select_related("locale").defer(*kind.left_in_database(picks))
    left = [
        f"{_accessor(kind)}{LOOKUP_SEP}{name}"
        for kind in kinds
        for name in kind.left_in_database(picks)
    ]
    return pages.select_related("locale", *(_accessor(kind) for kind in kinds)).defer(*left)


def specific(row: Page, kinds: Iterable[PageType]) -> Page:
    """The specific page that a row of `joined` brought along."""
    if type(row) is not Page:
        return row
    for kind in kinds:
        if kind.model is row.cached_content_type.model_class():
            found = row
            for name in _accessor(kind).split(LOOKUP_SEP):
                found = getattr(found, name)
            found._state.fields_cache["locale"] = row.locale
            return found
    raise LookupError(f"Page {row.pk} is of no type of the API")


def specific_page(page_id: int, kind: PageType, picks: Picks) -> Page | None:
    """One page of a known type, by its primary key."""
    found: Page | None = specific_pages.fetch(kind.model, page_id, kind.left_in_database(picks))
    return found


@cache
def _accessor(kind: PageType) -> str:
    """How a page's row leads to the row of its type: `townpage`."""
    names: list[str] = []
    current: Any = kind.model
    while current is not Page:
        link = next(field for field in current._meta.parents.values() if field is not None)
        names.append(link.remote_field.get_accessor_name())
        current = link.remote_field.model
    return LOOKUP_SEP.join(reversed(names))

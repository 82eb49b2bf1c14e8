"""Pages: lists of them, and one at a time."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from wagtail.models import Page

from twinning import landmarks
from twinning.content_api import access, errors, finding, page_list, page_types, queries
from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get
from twinning.content_api.parameters import FallbackQuery, Identifier
from twinning.content_api.writing import context_for, picks_for, write_page, write_pages

router = Router(tags=["pages"])

KINDS = page_types.page_types().values()
AnyPage = page_types.union("Page", [kind.schema for kind in KINDS])
PickedPage = page_types.union("PickedPage", [kind.picked_schema for kind in KINDS])

if TYPE_CHECKING:
    PagesQuery = page_list.ListQuery
else:
    PagesQuery = page_list.query_schema()


class PageList(Schema):
    """Some of the pages of a list, and how many there are in all."""

    count: int
    items: list[AnyPage]  # type: ignore[valid-type]


class PickedPageList(Schema):
    """As `PageList`, each page with what was picked."""

    count: int
    items: list[PickedPage]  # type: ignore[valid-type]


@get(
    router,
    "/",
    "list_pages",
    answers(PageList, PickedPageList),
    summary="Pages, whole, filtered and ordered",
)
def list_pages(request: HttpRequest, query: Query[PagesQuery]) -> HttpResponse:
    """Public pages of the site.

    With `locale` and `fallback`, each page comes once, in the first of these languages that it
    is public in; filters, order and count work over that list.
    """
    context = context_for(request, query, query.locale)
    selected: Any = query
    kinds = [page_types.page_types()[name] for name in selected.type]
    picks = picks_for(query, kinds)
    selection = page_list.selection(query, picks)
    pages, count = queries.fetch_slice(
        queries.selected(context.site, selection), kinds, picks, query.offset, query.limit
    )
    payload = {"count": count, "items": write_pages(pages, context, picks)}
    return answer(payload, query.locale, bool(query.fields))


@get(router, "/{page_id}/", "get_page", answers(AnyPage, PickedPage, page=True), summary="One page")
def get_page(
    request: HttpRequest, page_id: Path[Identifier], query: Query[FallbackQuery]
) -> HttpResponse:
    """A public page by its id; with `locale` and `fallback`, that page in another language.

    403: it needs a password (`unlock/`).
    """
    locales = query.locales
    is_admitted = access.admit(request)
    context = context_for(request, query, query.locale)
    picks = picks_for(query)
    family = finding.family_of(page_id, context.site)
    chosen = next((item for item in family if item.pk == page_id), None)
    if locales:
        by_locale = {item.locale: item for item in family}
        chosen = next((by_locale[code] for code in locales if code in by_locale), None)
    if chosen is None:
        if not family and landmarks.current().restrictions:
            pages = landmarks.within(Page.objects.filter(pk=page_id), context.site)
            access.ask_for_password(pages.first())
        raise errors.not_found(
            "There is no such page.", available_in=finding.available_in(family, context.site)
        )
    page = write_page(chosen, context, picks)
    response = answer(page, chosen.locale, bool(query.fields))
    return access.conceal(response) if is_admitted else response

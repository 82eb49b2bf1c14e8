"""Every public path: enough to build a static site and a sitemap."""

from collections import defaultdict
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from twinning.content_api import finding, page_types, queries
from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get
from twinning.content_api.parameters import SiteQuery
from twinning.content_api.schemas import LanguageCode, Route
from twinning.content_api.sites import site_for
from twinning.translation import switcher

router = Router(tags=["pages"])


class RoutesQuery(SiteQuery):
    """Which paths."""

    locale: Annotated[LanguageCode | None, Field(description="Only in this language.")] = None


class RouteList(Schema):
    """Every public path of the site."""

    count: int
    items: list[Route]


@get(router, "/", "list_routes", answers(RouteList), summary="Every public path")
def list_routes(request: HttpRequest, query: Query[RoutesQuery]) -> HttpResponse:
    """All paths of the site in the order of the tree, in one answer and with one query."""
    site, _base_url = site_for(request, query.site)
    pages = [
        page
        for page in finding.rows(queries.public_pages(site).order_by("path"))
        if page.type_label in page_types.page_types()
    ]
    order = {code: position for position, code in enumerate(switcher.language_codes())}
    families: defaultdict[Any, list[finding.FoundPage]] = defaultdict(list)
    for page in sorted(pages, key=lambda page: order.get(page.locale, len(order))):
        families[page.translation_key].append(page)
    addresses = {page.pk: page.address(site) for page in pages}
    items = [
        {
            "id": page.pk,
            "type": page.type_label,
            "path": addresses[page.pk],
            "locale": page.locale,
            "translation_key": str(page.translation_key),
            "last_published_at": page.last_published_at and page.last_published_at.isoformat(),
            "alternates": [
                {"locale": other.locale, "path": addresses[other.pk], "title": other.title}
                for other in families[page.translation_key]
            ],
        }
        for page in pages
        if query.locale in {None, page.locale}
    ]
    return answer({"count": len(items), "items": items}, query.locale)

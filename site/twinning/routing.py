"""From a path to its page, in two queries however deep the page lies."""

from functools import reduce
from itertools import accumulate
from operator import or_
from typing import Any

from django.db.models import Q, Subquery, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from twinning.delivery.offers import offer
from twinning.translation.middleware import accepted_language
from twinning.views import page_not_found

#: Paths with more components than this are nobody's page; longer ones are not even looked up.
DEEPEST = 20


def language_redirect(request: HttpRequest) -> HttpResponse:
    """Answer 302 to the home page in the best language by Accept-Language (RFC 9110, 12.5.4)."""
    response = HttpResponseRedirect(f"/{accepted_language(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a page as Wagtail does, after routing to it in a constant number of queries.

    Wagtail walks down the tree with two queries a level; here the deepest page on the path is
    found at once and routes what is left of the path itself. `wagtail.models.Page` keeps its
    route on the request, where Wagtail's own view, its user bar and its hooks look for it.
    """
    offer(request)
    found = route(request, path)
    if found is None:  # our own page even where DEBUG would show Django's
        return page_not_found(request)
    offer(request, getattr(found.page, "query_parameters", None))
    request._wagtail_route_for_request = found  # type: ignore[attr-defined]  # Wagtail's own
    return views.serve(request, path)


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """The page at a path within the request's site and active language, or None.

    Args:
        request: decides the site by its host.
        path: without the language prefix, such as `towns/almelo/`.
    """
    site = Site.find_for_request(request)
    if site is None:
        return None
    components = [component for component in path.split("/") if component]
    if len(components) > DEEPEST:
        return None
    page = _deepest_page(site, components)
    if page is None:
        return None
    rest = components[page.url_path.count("/") - page.home_url_path.count("/") :]
    return _route_within(page, request, rest)


def _deepest_page(site: Site, components: list[str]) -> Any:
    """The deepest page on a path, with `home_url_path` of its home page; None where there is none.

    The home page's own path is looked up in the same query: Wagtail's list of site roots is cached
    in each process, and another process may have moved the home page since.
    """
    home = Page.objects.filter(
        translation_key=site.root_page.translation_key,
        locale__language_code=translation.get_language(),
    ).values("url_path")[:1]
    prefixes = accumulate(components, lambda url, slug: f"{url}{slug}/", initial="")
    on_path = [Q(url_path=Concat("home_url_path", Value(prefix))) for prefix in prefixes]
    return (
        Page.objects.annotate(home_url_path=Subquery(home))
        .filter(reduce(or_, on_path))
        .order_by("-depth")
        .select_related("locale")
        .specific()
        .first()
    )


def _route_within(page: Page, request: HttpRequest, rest: list[str]) -> RouteResult | None:
    try:
        return page.route(request, rest)
    except Http404:
        return None

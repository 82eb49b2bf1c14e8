"""From a path to its page, in two queries however deep the page lies."""

from itertools import accumulate

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from twinning.translation.middleware import accepted_language
from twinning.views import page_not_found


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
    found = route(request, path)
    if found is None:  # our own page even where DEBUG would show Django's
        return page_not_found(request)
    request._wagtail_route_for_request = found  # type: ignore[attr-defined]
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
    root_path = _home_url_path(site, translation.get_language())
    if root_path is None:
        return None
    components = [component for component in path.split("/") if component]
    prefixes = list(accumulate(components, lambda url, slug: f"{url}{slug}/", initial=root_path))
    page = (
        Page.objects.filter(url_path__in=prefixes)
        .order_by("-depth")
        .select_related("locale")
        .specific()
        .first()
    )
    if page is None:
        return None
    rest = components[page.url_path.count("/") - root_path.count("/") :]
    return _route_within(page, request, rest)


def _route_within(page: Page, request: HttpRequest, rest: list[str]) -> RouteResult | None:
    try:
        return page.route(request, rest)
    except Http404:
        return None


def _home_url_path(site: Site, language: str | None) -> str | None:
    """`url_path` of a site's home page in a language, from Wagtail's cached list of site roots."""
    for root in Site.get_site_root_paths():
        if root.site_id == site.pk and root.language_code == (language or settings.LANGUAGE_CODE):
            return str(root.root_path)
    return None

"""From a path to its page, in a constant number of queries however deep the page lies."""

from itertools import accumulate
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.request import split_domain_port
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from twinning import landmarks, references, specific
from twinning.delivery.offers import offer
from twinning.translation.middleware import accepted_language
from twinning.views import page_not_found

#: Paths with more components than this are nobody's page; longer ones are not even looked up.
DEEPEST = 20


def language_redirect(request: HttpRequest) -> HttpResponse:
    """Answer 302 to the home page in the best language by Accept-Language (RFC 9110, 12.5.4).

    The best is one of those that have a home page that anybody may see.
    """
    language = accepted_language(request, landmarks.open_languages())
    response = HttpResponseRedirect(landmarks.home_address(language))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@csrf_exempt
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a page as Wagtail does, after routing to it in a constant number of queries.

    Only pages with a form take a POST. They have a guard of their own, which needs no cookie
    (`submissions`, ADR 32), and nothing that they do depends on who has logged in.

    Wagtail walks down the tree with two queries a level; here the deepest page on the path is
    found at once and routes what is left of the path itself. `wagtail.models.Page` keeps its
    route on the request, where Wagtail's own view, its user bar and its hooks look for it.
    """
    offer(request)
    remember_site(request)
    found = route(request, path)
    if found is None:  # our own page even where DEBUG would show Django's
        return _in_lower_case(request, path) or page_not_found(request)
    offer(request, getattr(found.page, "query_parameters", None))
    references.note(found.page)
    request._wagtail_route_for_request = found  # type: ignore[attr-defined]  # Wagtail's own
    return views.serve(request, path)


def no_page(request: HttpRequest) -> HttpResponse:
    """Answer what no language and no view begins: `/EN/…` was meant to be `/en/…`."""
    first, slash, rest = request.path_info.removeprefix("/").partition("/")
    if first != first.lower() and first.lower() in dict(settings.LANGUAGES):
        return _moved(request, f"/{first.lower()}{slash}{rest}")
    return page_not_found(request)


def _in_lower_case(request: HttpRequest, path: str) -> HttpResponse | None:
    """A redirect to the page that an address means which somebody has written with capitals."""
    if path == path.lower() or route(request, path.lower()) is None:
        return None
    return _moved(request, request.path_info.removesuffix(path) + path.lower())


def _moved(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def remember_site(request: HttpRequest) -> None:
    """Spare Wagtail the query for the site that serves a request, by its own rules.

    `Site.find_for_request` takes what it finds here.
    """
    if not hasattr(request, "_wagtail_site"):
        hostname = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]
        mark = _serving(hostname, request.get_port())
        request._wagtail_site = mark and Site(  # type: ignore[attr-defined]
            pk=mark.pk,
            hostname=mark.hostname,
            port=mark.port,
            site_name=mark.name,
            root_page_id=mark.root_page,
            is_default_site=mark.is_default,
        )


def _serving(hostname: str, port: str) -> landmarks.SiteMark | None:
    """As `wagtail.models.sites.get_site_for_hostname` chooses."""
    named = [site for site in landmarks.current().sites if site.hostname == hostname]
    exact = [site for site in named if str(site.port) == port]
    default = [site for site in named if site.is_default]
    only = named if len(named) == 1 else []
    return next(iter([*exact, *default, *only]), None) or landmarks.current().default_site


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
    root = _root(site)
    page = _deepest_page(root, components) if root else None
    if root is None or page is None:
        return None
    rest = components[page.url_path.count("/") - root.url_path.count("/") :]
    return _route_within(page, request, rest)


def _root(site: Site) -> landmarks.Root | None:
    """Where the site begins in the active language.

    From the landmarks: Wagtail's list of site roots is cached in each process, and another process
    may have moved the home page since.
    """
    mark = next((mark for mark in landmarks.current().sites if mark.pk == site.pk), None)
    return mark.roots.get(translation.get_language() or "") if mark else None


def _deepest_page(root: landmarks.Root, components: list[str]) -> Any:
    """The deepest page on a path, as its own type; None where there is none.

    The pages above it and the translations of all come along, for breadcrumbs and the switcher.
    """
    urls = accumulate(components, lambda url, slug: f"{url}{slug}/", initial=root.url_path)
    on_path = references.current().at_urls(urls)
    page = max(on_path, key=lambda page: int(page.depth), default=None)
    return specific.fetch(page.specific_class or Page, page.pk) if page else None


def _route_within(page: Page, request: HttpRequest, rest: list[str]) -> RouteResult | None:
    try:
        return page.route(request, rest)
    except Http404:
        return None

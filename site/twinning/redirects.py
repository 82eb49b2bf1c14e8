"""Redirects, those that editors keep and those that Wagtail makes when a page is renamed or moved.

Wagtail also redirects to a page that is no longer there. Where that page has been given one of its
old slugs again, or two pages have taken each other's, a browser would go round in circles. So it
would where editors lead from an address to itself, or from two to each other.
"""

from http import HTTPStatus
from urllib.parse import unquote, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseRedirect
from django.utils import translation
from wagtail.contrib.redirects import middleware
from wagtail.contrib.redirects.models import Redirect

from twinning import landmarks, references, routing, visibility

#: Browsers give up after some twenty redirects; nobody means as many as these.
MOST_STEPS = 10


class RedirectMiddleware(middleware.RedirectMiddleware):
    """Wagtail's, but it leads to no page that nobody may see: that address says 404."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """A redirect in place of a 404, where there is one from this address."""
        if response.status_code != HTTPStatus.NOT_FOUND:
            return response
        found = _redirect_from(request)
        if found is None or (found.redirect_page and not visibility.is_live(found.redirect_page)):
            return response
        if not found.link:
            return response
        with references.opened(request):  # the one that made the 404 is closed
            if _goes_round(request, found.link):
                return response
        kind = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
        return kind(found.link)


def _redirect_from(request: HttpRequest, address: str | None = None) -> Redirect | None:
    """The redirect from an address with its query, or else from its path alone.

    Args:
        address: that of the request where it is None.
    """
    given = request.get_full_path() if address is None else address
    full = Redirect.normalise_path(given, decode_unicode=False)
    path = full.partition("?")[0]
    found = middleware.get_redirect(request, full)
    return found if found or path == full else middleware.get_redirect(request, path)


def _goes_round(request: HttpRequest, link: str) -> bool:
    """Whether whoever follows a link from the request's address would be redirected for ever.

    Each further redirect costs a query or two; nearly always there is none.
    """
    seen = {Redirect.normalise_path(request.get_full_path(), decode_unicode=False)}
    for _step in range(MOST_STEPS):
        address = _own_address(request, link)
        if address is None:
            return False
        full = Redirect.normalise_path(address, decode_unicode=False)
        if full in seen:
            return not _is_page(request, address)
        seen.add(full)
        found = _redirect_from(request, address)
        if found is None or not found.link or _is_page(request, address):
            return False
        link = found.link
    return True


def _own_address(request: HttpRequest, link: str) -> str | None:
    """Path and query of a link within the request's site; None for one that leads out of it."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    site = landmarks.current_site()
    if parts.netloc not in {"", request.get_host()} and (
        site is None or landmarks.current().site_named(parts.netloc) != site
    ):
        return None
    return urlunsplit(("", "", parts.path, parts.query, ""))


def _is_page(request: HttpRequest, address: str) -> bool:
    """Whether a page is served at an address of the site, so that no redirect counts there."""
    path = unquote(urlsplit(address).path)
    language = translation.get_language_from_path(path)
    if language is None:
        return False
    with translation.override(language):
        return routing.route(request, path.removeprefix(f"/{language}/")) is not None

"""Redirects, those that editors keep and those that Wagtail makes when a page is renamed or moved.

Wagtail also redirects to a page that is no longer there. Where that page has been given one of its
old slugs again, or two pages have taken each other's, a browser would go round in circles.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseRedirect
from wagtail.contrib.redirects import middleware
from wagtail.contrib.redirects.models import Redirect

from twinning import visibility


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
        kind = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
        return kind(found.link)


def _redirect_from(request: HttpRequest) -> Redirect | None:
    """The redirect from an address with its query, or else from its path alone."""
    full = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    path = full.partition("?")[0]
    found = middleware.get_redirect(request, full)
    return found if found or path == full else middleware.get_redirect(request, path)

"""The answers that no page gives: not found, and something broke."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views import defaults

from twinning.content_api import errors


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 in the language of the path, or of the visitor where the path has none."""
    return HttpResponse(
        render_to_string("404.html", request=request),
        status=HTTPStatus.NOT_FOUND,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, such as for a Host header that is none; the Content API's is a problem document."""
    if request.path.startswith("/api/content/"):
        return errors.response(errors.Refused(HTTPStatus.BAD_REQUEST, "The request is malformed."))
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without the database: whatever broke may be why the page cannot be built.

    The Content API's is a problem document, as all its errors are.
    """
    if request.path.startswith("/api/content/"):
        detail = "Something broke here. It has been recorded."
        return errors.response(errors.Refused(HTTPStatus.INTERNAL_SERVER_ERROR, detail))
    language = translation.get_language_from_path(request.path) or settings.LANGUAGE_CODE
    with translation.override(language):
        return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)

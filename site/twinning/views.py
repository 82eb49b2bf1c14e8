"""The answers that no page gives: not found, something broke, too many at once, a body too late."""

import logging
import sys
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation
from django.views import defaults

from twinning.content_api import errors

#: Seconds after which it is worth another try where the database is away, or busy.
RETRY_AFTER = "5"

logger = logging.getLogger(__name__)


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

    503 where the database is away. The Content API's is a problem document, as all its errors are.
    """
    status, detail = HTTPStatus.INTERNAL_SERVER_ERROR, "Something broke here. It has been recorded."
    if _is_database_away(sys.exc_info()[1]):
        status, detail = HTTPStatus.SERVICE_UNAVAILABLE, "The database is away. Try again later."
    return _in_trouble(request, status, detail)


def crowded(request: HttpRequest) -> HttpResponse:
    """503 where too many others are being answered; asks the database nothing either."""
    detail = "Too much is asked for at once. Try again later."
    return _in_trouble(request, HTTPStatus.SERVICE_UNAVAILABLE, detail)


def late(request: HttpRequest) -> HttpResponse:
    """408 where a body does not come in time; asks nothing of anybody, as the next."""
    logger.warning("A body has not come in time.")
    detail = "The body of the request has not come in time."
    return _in_trouble(request, HTTPStatus.REQUEST_TIMEOUT, detail)


def cut_off(request: HttpRequest) -> HttpResponse:
    """400 where a body ends before its end: what there is of a form may mean something else."""
    return _in_trouble(request, HTTPStatus.BAD_REQUEST, "The body of the request has no end.")


def _in_trouble(request: HttpRequest, status: HTTPStatus, detail: str) -> HttpResponse:
    response = errors.for_clients(request.path, status, detail)
    if response is None:
        language = translation.get_language_from_path(request.path) or settings.LANGUAGE_CODE
        with translation.override(language):
            response = HttpResponse(_said(status), status=status)
    response.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def _said(status: HTTPStatus) -> str:
    """The page for errors, without the request, in which a host's own code may ask the database."""
    name = "408.html" if status == HTTPStatus.REQUEST_TIMEOUT else "500.html"
    try:
        return render_to_string(name)
    except TemplateDoesNotExist:  # a host may have none
        return defaults.ERROR_PAGE_TEMPLATE % {"title": status.phrase, "details": ""}


def _is_database_away(error: BaseException | None) -> bool:
    """Whether it is why something broke; or took too long, which is as good as away."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False

"""What is stored in a request goes with its rows; a store that is away is said to be away.

Addresses of what lies there and is not public end, and no answer that names one outlives them.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin.localization import get_localized_response

from twinning.content_api import errors
from twinning.media import lives, signed, stored
from twinning.media.errors import StoreAwayError, away

#: Seconds after which it is worth another try.
RETRY_AFTER = "60"


class FilesMiddleware:
    """Deletes files of rows that were rolled back, and answers 503 where files cannot be stored.

    An answer that names an address that ends is kept by nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with stored.watched(), signed.watched() as names_any:
            response = self.get_response(request)
            if names_any():
                response.headers["Cache-Control"] = lives.PRIVATE
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer where a view has met a store that is away, whatever it wanted of it."""
        if not isinstance(exception, StoreAwayError):
            return None
        response = _answer(request)
        response.headers["Retry-After"] = RETRY_AFTER
        response.headers["Cache-Control"] = "no-store"
        return response


def _answer(request: HttpRequest) -> HttpResponse:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    detail = "Files cannot be stored just now. Nothing was taken; send it again later."
    answer = errors.for_clients(request.path, status, detail)
    if answer is not None:
        return answer
    if not request.accepts("text/html"):
        return HttpResponse("503", content_type="text/plain", status=status)
    if not request.path.startswith(reverse("wagtailadmin_home")):
        return render(request, "twinning/store_away.html", {"why": away()}, status=status)
    response: HttpResponse = get_localized_response(_page, request)
    return response.render() if isinstance(response, TemplateResponse) else response


def _page(request: HttpRequest) -> TemplateResponse:
    """In the editor's language."""
    template = "twinning/admin/store_away.html"
    return TemplateResponse(request, template, {"why": away()}, status=503)

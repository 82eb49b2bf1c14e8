"""Refuses what nobody sends in earnest before any of it is read."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from twinning import conf
from twinning.content_api import errors


class BodyLimitMiddleware:
    """413 for a body that is longer than any form's; without a length there is no body (WSGI)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        most = int(conf.get("BODY_BYTES"))
        given = str(request.META.get("CONTENT_LENGTH") or "0")
        if not (given.isascii() and given.isdecimal()) or int(given) <= most:
            return self.get_response(request)  # what is no number, Django takes for none
        detail = f"At most {most} bytes are taken."
        if request.path_info.startswith("/api/"):
            return errors.response(errors.Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail))
        return HttpResponse(
            detail, content_type="text/plain", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        )

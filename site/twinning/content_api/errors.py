"""Every error of the Content API is a problem document (RFC 9457) that names the field."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from twinning.content_api.schemas import LanguageCode

PROBLEM_JSON = "application/problem+json"


class FieldError(Schema):
    """What is wrong with one field: where it is (`query`, then its name) and what to mend."""

    loc: list[str]
    msg: str


class AvailableIn(Schema):
    """A language in which the page that was asked for can be read."""

    locale: LanguageCode
    path: str


class Problem(Schema):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError]


class NotFoundProblem(Problem):
    """A page that is not there, and the languages in which it is."""

    available_in: list[AvailableIn]


class RestrictedProblem(Problem):
    """A page that nobody sees without what `restriction` says."""

    restriction: Literal["password"]


class Refused(Exception):
    """A request that is answered with a problem document.

    Args:
        status: an HTTP status of 400 or more.
        detail: a sentence for the developer who reads it.
        errors: pairs of a field's location and what is wrong with it.
        headers: of the answer.
        extra: further members of the document.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Iterable[tuple[tuple[str, ...], str]] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = [{"loc": list(loc), "msg": msg} for loc, msg in errors]
        self.headers = dict(headers or {})
        self.extra = extra


def invalid(name: str, message: str, source: str = "query") -> Refused:
    """A 422 that names one parameter."""
    return Refused(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "The request has a parameter that cannot be used.",
        [((source, name), message)],
    )


def not_found(detail: str = "There is nothing here.", **extra: Any) -> Refused:
    """A 404; of a page, with `available_in`."""
    return Refused(HTTPStatus.NOT_FOUND, detail, **extra)


def response(refused: Refused) -> HttpResponse:
    """The problem document as a response that no cache keeps as the page's own."""
    title = HTTPStatus(refused.status).phrase
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": int(refused.status),
        "detail": refused.detail,
        "errors": refused.errors,
        **refused.extra,
    }
    # Half a character, which may be among what was sent, becomes a question mark.
    written = json.dumps(document, ensure_ascii=False).encode(errors="replace")
    answer = HttpResponse(written, status=refused.status, content_type=PROBLEM_JSON)
    for name, value in {"Cache-Control": "no-cache", **refused.headers}.items():
        answer.headers[name] = value
    return answer


def for_clients(path: str, status: HTTPStatus, detail: str) -> HttpResponse | None:
    """The answer where a whole site is in trouble, if the path is one of an API; else None.

    A problem document of the Content API; what Wagtail's own clients expect of the others.
    """
    if path.startswith("/api/content/"):
        return response(Refused(status, detail))
    if path.startswith("/api/"):
        return JsonResponse({"detail": detail}, status=status)
    return None


def register(api: NinjaAPI) -> None:
    """Answer what goes wrong in any operation with a problem document."""

    def refuse(request: HttpRequest, error: Any) -> HttpResponse:
        return response(error)

    def refuse_values(request: HttpRequest, error: Any) -> HttpResponse:
        errors = [
            (_location(item["loc"]), str(item["msg"]).removeprefix("Value error, "))
            for item in error.errors
        ]
        detail = "The request has parameters that cannot be used."
        return response(Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors))

    def refuse_http(request: HttpRequest, error: Any) -> HttpResponse:
        return response(Refused(error.status_code, str(error)))

    api.add_exception_handler(Refused, refuse)
    api.add_exception_handler(ValidationError, refuse_values)
    api.add_exception_handler(HttpError, refuse_http)


def _location(loc: Iterable[Any]) -> tuple[str, ...]:
    """Ninja puts the name of the view's own argument between the source and the field."""
    parts = [str(part) for part in loc]
    return (parts[0], *parts[2:]) if len(parts) > 2 else tuple(parts)

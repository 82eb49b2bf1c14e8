"""What anonymous answers say to caches, and which of them the site keeps itself."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from twinning import conf
from twinning.delivery import offers, tags
from twinning.delivery.answer import tag_of
from twinning.delivery.keys import Known

#: Answers of these are the same for everybody: a page, where it has gone, that there is none.
KEPT = frozenset({200, 301, 302, 307, 308, 404, 410})
#: What answers may differ by without being somebody's own. Encodings are ours to make.
_SHARED = {"accept-encoding", "origin"}


class DeliveryMiddleware:
    """The outermost: it sees answers as they leave, and tells the wrapper what it may keep.

    Without the wrapper (tests, `runserver` while DEBUG is on) it answers 304 itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "X-Page-Access" in request.headers:
            # Whatever the answer is, errors too: it may name what only a password opens.
            response.headers["Cache-Control"] = "private, no-store"
            return response
        if request.method not in {"GET", "HEAD"}:
            return response
        known = offers.of_request(request)
        if known is None or response.streaming or not _is_shared(request, response):
            # No cache may come to its own conclusions, not even of a redirect to https.
            response.headers.setdefault("Cache-Control", "private, no-cache")
            return response
        known = _settle_vary(response, known)
        found = tags.of_response(response)
        response.headers["Cache-Tag"] = ",".join(found)
        response.headers["Surrogate-Key"] = " ".join(found)
        if response.status_code != HTTPStatus.OK:
            if not known.strict:  # a redirect that an editor keeps may be of a whole address
                known = replace(known, parameters=None)
            # Caches elsewhere ask each time: nothing tells them when there is a page after all.
            response.headers.setdefault("Cache-Control", "no-cache")
        else:
            response.headers.setdefault("Cache-Control", lives())
        ticket = request.META.get(offers.TICKET)
        if ticket is not None:
            ticket.known = known
            return response
        return _conditional(request, response)


def lives() -> str:
    """The Cache-Control of a whole answer: browsers ask each time, shared caches for a while."""
    return (
        f"public, max-age=0, s-maxage={conf.get('SHARED_MAX_AGE')}, "
        f"stale-while-revalidate={conf.get('STALE_WHILE_REVALIDATE')}"
    )


def _is_shared(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is the same for anybody who asks this way."""
    control = _directives(response)
    return (
        response.status_code in KEPT
        and not response.cookies
        and not control & {"private", "no-store"}
        and _varies_on(response) <= _SHARED
        and "Authorization" not in request.headers
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


def _directives(response: HttpResponse) -> set[str]:
    return {part.partition("=")[0] for part in _listed(response, "Cache-Control")}


def _varies_on(response: HttpResponse) -> set[str]:
    return _listed(response, "Vary")


def _listed(response: HttpResponse, header: str) -> set[str]:
    parts = response.headers.get(header, "").lower().split(",")
    return {part.strip() for part in parts} - {""}


def _settle_vary(response: HttpResponse, known: Known) -> Known:
    """Vary on Accept-Encoding; on Origin only where the settings name origins."""
    by_origin = "origin" in _varies_on(response) and _has_origins()
    response.headers.pop("Vary", None)
    patch_vary_headers(response, ["Accept-Encoding", *(["Origin"] if by_origin else [])])
    return replace(known, varies_on_origin=by_origin)


def _has_origins() -> bool:
    names = ("CORS_ALLOWED_ORIGINS", "CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ALLOW_CREDENTIALS")
    named = any(getattr(settings, name, None) for name in names)
    signal = _signal()
    return named or (signal is not None and signal.has_listeners())


@cache
def _signal() -> Any:
    """By which others decide on origins, where the site has django-cors-headers."""
    try:
        from corsheaders.signals import check_request_enabled
    except ModuleNotFoundError:
        return None
    return check_request_enabled


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != HTTPStatus.OK:
        return response
    response.headers["ETag"] = f'"{tag_of(response.content)}"'
    answered: Any = get_conditional_response(
        request, etag=response.headers["ETag"], response=response
    )
    if answered is not response:  # a 304 says to caches what the answer says (RFC 9110, 15.4.5)
        for name in ("Content-Language", "Cache-Tag", "Surrogate-Key"):
            if name in response.headers:
                answered.headers[name] = response.headers[name]
    return answered

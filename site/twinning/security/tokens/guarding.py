"""Looks at tokens before Wagtail's API v3 does, which knows no limits.

Its operations name the class that looks at tokens when they are defined, so that no other can be
set. This stands around their views instead.
"""

import json
from collections.abc import Iterator
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.models import APIToken, Page

from twinning.content_api import errors
from twinning.content_api.errors import Refused
from twinning.security.models import TokenLimits

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Where the API's operations name another page, and another language.
_PAGES, _LOCALE = ("parent_id", "destination_id"), "locale"


def limited(urls: tuple[list[Any], str, str]) -> tuple[list[Any], str, str]:
    """The API's addresses, refusing what a token's limits do not allow."""
    patterns, app_name, namespace = urls
    for pattern in patterns:
        pattern.callback = _guarded(pattern.callback)
    return patterns, app_name, namespace


def _guarded(view: Any) -> Any:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            try:
                _check(request, _limits_of(key.strip()), kwargs)
            except Refused as refused:
                answer = errors.response(refused)
                if answer.status_code == HTTPStatus.UNAUTHORIZED:
                    answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
                return answer
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return checked


def _limits_of(key: str) -> TokenLimits:
    """Those of a token that is presented.

    Raises:
        Refused: 401; it is not said why, for who has no token is to learn nothing.
    """
    found = TokenLimits.objects.select_related("token").filter(
        token__key_hash__in=APIToken.candidate_key_hashes(key)
    )
    limits = found.first()
    if limits is None or limits.is_over:
        raise Refused(HTTPStatus.UNAUTHORIZED, "The token is not valid, or not any more.")
    return limits


def _check(request: HttpRequest, limits: TokenLimits, kwargs: dict[str, Any]) -> None:
    """Let through what the limits allow.

    Raises:
        Refused: 403.
    """
    if request.method in _SAFE:
        return
    if limits.scope != TokenLimits.Scope.WRITE:
        raise Refused(HTTPStatus.FORBIDDEN, "The token may only read.")
    if codes := limits.language_codes:
        _check_languages(request, codes, kwargs)


def _check_languages(request: HttpRequest, codes: frozenset[str], kwargs: dict[str, Any]) -> None:
    named = list(_named(request))
    pages = {value for name, value in named if name in _PAGES}
    if "page_id" in kwargs:
        pages.add(kwargs["page_id"])
    languages = {value for name, value in named if name == _LOCALE}
    numbers = {int(number) for number in pages if str(number).isdecimal()}
    found = Page.objects.filter(pk__in=numbers).values_list("locale__language_code", flat=True)
    if not numbers or not {*found, *languages} <= codes:
        listed = ", ".join(sorted(codes))
        raise Refused(HTTPStatus.FORBIDDEN, f"The token may only change pages in: {listed}.")


def _named(request: HttpRequest) -> Iterator[tuple[str, Any]]:
    """What the body says of other pages and languages; what is no JSON, Wagtail refuses."""
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return
    parts = [body, body.get("meta")] if isinstance(body, dict) else []
    for part in parts:
        if isinstance(part, dict):
            yield from ((name, part[name]) for name in (*_PAGES, _LOCALE) if name in part)

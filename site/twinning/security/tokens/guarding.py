"""Looks at tokens before Wagtail's API v3 does, which knows no limits.

Its operations name the class that looks at tokens when they are defined, so that no other can be
set. This stands around their views instead.
"""

import json
import re
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
#: What the addresses of its operations on pages begin with. No other changes pages.
_OF_PAGES = "pages/"
#: A page's number as it is written in an address. Pydantic would take `+7`, ` 7`, `7.0`, `0_7` too.
_NUMBER = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)


def limited(urls: tuple[list[Any], str, str]) -> tuple[list[Any], str, str]:
    """The API's addresses, refusing what a token's limits do not allow."""
    patterns, app_name, namespace = urls
    for pattern in patterns:
        is_of_pages = str(pattern.pattern).startswith(_OF_PAGES)
        pattern.callback = _guarded(pattern.callback, is_of_pages)
    return patterns, app_name, namespace


def _guarded(view: Any, is_of_pages: bool) -> Any:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            try:
                limits = _limits_of(key.strip())
                if request.method not in _SAFE:
                    _check(request, limits, is_of_pages, kwargs.get("page_id"))
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


def _check(
    request: HttpRequest, limits: TokenLimits, is_of_pages: bool, page_id: str | None
) -> None:
    """Let through what the limits allow.

    Raises:
        Refused: 403; 422 where a page is named in another way than by its number.
    """
    if limits.scope != TokenLimits.Scope.WRITE:
        raise Refused(HTTPStatus.FORBIDDEN, "The token may only read.")
    codes = limits.language_codes
    if not codes:
        return
    numbers = {_in_address(page_id)} if page_id is not None else set()
    languages: set[str] = set()
    for name, value in _named(request):
        if name == _LOCALE:
            languages.add(str(value))
        else:
            numbers.add(_in_body(name, value))
    found = Page.objects.filter(pk__in=numbers).values_list("locale__language_code", flat=True)
    if not (is_of_pages and numbers and {*found, *languages} <= codes):
        listed = ", ".join(sorted(codes))
        raise Refused(HTTPStatus.FORBIDDEN, f"The token may only change pages in: {listed}.")


def _in_address(written: str) -> int:
    """The page that an address names, as nothing but its number names it."""
    if not _NUMBER.fullmatch(written):
        raise _odd(("path", "page_id"))
    return int(written)


def _in_body(name: str, value: Any) -> int:
    """The page that a body names: by a whole number, which text and fractions are not."""
    if type(value) is not int or value < 1:
        raise _odd(("body", name))
    return value


def _odd(where: tuple[str, str]) -> Refused:
    errors = [(where, "Write the page's number in plain digits.")]
    detail = "A token with languages names pages by their numbers."
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors)


def _named(request: HttpRequest) -> Iterator[tuple[str, Any]]:
    """What the body says of other pages and languages; what is no JSON, Wagtail refuses.

    Its operations read it as this does. A page that may be left out may also be null.
    """
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return
    parts = [body, body.get("meta")] if isinstance(body, dict) else []
    for part in parts:
        if isinstance(part, dict):
            for name in (*_PAGES, _LOCALE):
                if part.get(name) is not None:
                    yield name, part[name]

"""The one address that a page is to be known by, and those of its translations."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page as ListPage
from django.http import HttpRequest
from wagtail.models import Page

from twinning import hosts, references

#: The parameter that counts the pages of a list.
NUMBER = "page"
#: Values of other parameters that can make another page: keys, such as those of interests.
_KEY = re.compile(r"[A-Za-z0-9_-]{1,50}")


def list_number(page: Any, request: HttpRequest, shown: ListPage[Any] | None = None) -> int:
    """Which page of its list a page shows: 1 for the first, and where it shows no list.

    Args:
        shown: the page of the paginator, where it is known: it knows which is the last.
    """
    if NUMBER not in _parameters(page):
        return 1
    if shown is not None:
        return int(shown.number)
    given = request.GET.get(NUMBER, "")
    return max(1, int(given[:6])) if given.isascii() and given.isdecimal() else 1


def canonical(page: Page, request: HttpRequest, number: int = 1) -> str:
    """The absolute address of a page with those parameters alone that make another page of it.

    The second page of a list that is filtered is not that of the whole list, and the list's first
    page is the nearest that search engines are to know.
    """
    pairs = _kept(page, request)
    if number > 1 and not _is_filtered(page, request):
        pairs.append((NUMBER, str(number)))
    return _with(hosts.absolute(request, page.get_url(request) or request.path), pairs)


def alternates(page: Page, request: HttpRequest) -> dict[str, str]:
    """Absolute addresses of a page's translations by language code, itself and `x-default` among
    them: of the first page of a list, since lists differ in length from language to language.

    `x-default` is the page in the default language, or else the page itself
    (https://developers.google.com/search/docs/specialty/international/localized-versions).
    """
    pairs = _kept(page, request)
    urls = {
        code: _with(hosts.absolute(request, found.get_url(request)), pairs)
        for code, found in references.current().translations(page).items()
    }
    own = _with(hosts.absolute(request, page.get_url(request)), pairs)
    ordered = {code: urls[code] for code, _name in settings.LANGUAGES if code in urls}
    return {**ordered, "x-default": urls.get(settings.LANGUAGE_CODE, own)}


def _parameters(page: Any) -> frozenset[str]:
    """The parameters that the page looks at and that make another page of it."""
    known: frozenset[str] = getattr(page, "query_parameters", frozenset())
    return known & getattr(page, "canonical_parameters", frozenset())


def _is_filtered(page: Any, request: HttpRequest) -> bool:
    """Whether the page is asked for a choice that makes no other page of it."""
    return any(request.GET.get(name) for name in page.query_parameters - _parameters(page))


def _kept(page: Page, request: HttpRequest) -> list[tuple[str, str]]:
    names = sorted(_parameters(page) - {NUMBER})
    given = [(name, request.GET.get(name, "")) for name in names]
    knows: Callable[[str, str], bool] = getattr(page, "knows", lambda _name, _value: True)
    return [(name, value) for name, value in given if _KEY.fullmatch(value) and knows(name, value)]


def _with(url: str, pairs: list[tuple[str, str]]) -> str:
    return f"{url}?{urlencode(pairs)}" if pairs else url

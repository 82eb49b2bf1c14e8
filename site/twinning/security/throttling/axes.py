"""What django-axes asks of the site: who tries to log in, how often they may, what it answers.

It counts failures by name and address together, so that nobody locks others out by their names.
Neither is kept as it is: the table has digests, of which those of addresses change daily.
"""

from datetime import timedelta
from ipaddress import IPv6Address
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse

from twinning import conf
from twinning.security.throttling import refusal
from twinning.submissions.clients import client_of, digest

#: Private addresses (RFC 4193), which no client has: axes keeps addresses alone.
_PRIVATE = 0xFD << 120


def username(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """A digest of the name that somebody typed."""
    field = get_user_model().USERNAME_FIELD
    typed = (credentials or {}).get(field) or request.POST.get(field) or ""
    return digest("login", str(typed).strip().lower())


def address(request: HttpRequest) -> str:
    """A digest of where a request came from, written as an IPv6 address."""
    return str(IPv6Address(_PRIVATE | int(client_of(request)[:30], 16)))


def limit(request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    """Failures with a name from an address after which no more are looked at."""
    return int(conf.get("LOGIN_LIMIT")[0])


def pause(request: HttpRequest | None = None) -> timedelta:
    """For how long they are not."""
    return timedelta(seconds=conf.get("LOGIN_LIMIT")[1])


def refused(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """429, whoever they are and whether there is such a user or not."""
    return refusal.answer(request, int(pause().total_seconds()))

"""Sessions end: some time after the last request, and some time after the login whatever happens.

Django changes a session's key at the login, and ends all sessions of who changes their password.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from twinning import conf

_BEGUN, _SEEN = "session_begun", "session_seen"
#: Seconds after which a session is written for nothing but that it was seen.
_OFTEN = 5 * 60


class SessionAgeMiddleware:
    """Logs out whoever was away for too long, or has been in for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Only where a session came along: looking into one makes an answer its visitor's own.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            _look_at(request)
        return self.get_response(request)


def _look_at(request: HttpRequest) -> None:
    now = int(time.time())
    session = request.session
    begun, seen = session.setdefault(_BEGUN, now), session.setdefault(_SEEN, now)
    idle = 60 * int(conf.get("SESSION_IDLE_MINUTES"))
    if now - seen > idle or now - begun > settings.SESSION_COOKIE_AGE:
        logout(request)
    elif now - seen > min(_OFTEN, idle // 2):
        session[_SEEN] = now


@receiver(user_logged_in)
def _begin(request: Any, **kwargs: Any) -> None:
    if hasattr(request, "session"):  # none where a command logs somebody in
        request.session[_BEGUN] = request.session[_SEEN] = int(time.time())

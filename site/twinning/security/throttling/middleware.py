"""Counts how often a client sends the forms where passwords are typed or asked for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from twinning import conf
from twinning.security.throttling import refusal
from twinning.submissions import limits
from twinning.submissions.clients import client_of, digest

#: The settings that say how often, by the names of the forms' addresses. Forms with one setting
#: are counted together, and those of private pages with the Content API's `unlock/`.
_LIMITS = {
    "wagtailadmin_login": "LOGIN_CLIENT_LIMIT",
    "wagtailcore_login": "LOGIN_CLIENT_LIMIT",
    "wagtailadmin_password_reset": "RESET_CLIENT_LIMIT",
    "wagtailadmin_password_reset_confirm": "RESET_CLIENT_LIMIT",
    "wagtailcore_authenticate_with_password": "PASSWORD_CLIENT_LIMIT",
    "wagtaildocs_authenticate_with_password": "PASSWORD_CLIENT_LIMIT",
    "second_factor:verify": "CODE_CLIENT_LIMIT",
    "second_factor:recover": "CODE_CLIENT_LIMIT",
}


class AttemptsMiddleware:
    """Answers 429 in place of a view that was asked too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Count, before the view sees anything of the request."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        setting = _LIMITS.get(name)
        if request.method != "POST" or setting is None:
            return None
        try:
            limits.count(setting, client_of(request), *conf.get(setting))
            if name == "wagtailadmin_password_reset":
                typed = request.POST.get("email", "").strip().lower()
                # Whether anybody has this address or not: a mailbox is not to be filled.
                limits.count("RESET_LIMIT", digest("reset", typed), *conf.get("RESET_LIMIT"))
        except limits.TooMany as many:
            return refusal.answer(request, many.retry_after)
        return None

"""The admin says 403 where it means 403.

Wagtail answers whoever may not do something with a redirect to the admin's home and a message, as
if something had been done: a script that posts by hand sees success, and so do logs. Nothing can be
set to change that, and the redirect is made in two places of `wagtail.admin.auth`. This middleware
knows it by its message, and answers with a page that says the same, and that nothing has changed.
"""

from collections.abc import Callable
from functools import cache
from html import unescape

from django.contrib.messages import add_message, constants, get_messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.localization import get_available_admin_languages, get_localized_response

#: As in wagtail/admin/auth.py; a test fails when it is another there.
WAGTAILS_WORDS = "Sorry, you do not have permission to access this area."


class RefusalMiddleware:
    """Turns Wagtail's redirect away from what somebody may not do into a 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 302 and _is_refusal(request, response):
            return _refusal(request)
        return response


def _is_refusal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a redirect is Wagtail's way of refusing; takes its message away if so."""
    if not hasattr(request, "_messages") or response["Location"] != reverse("wagtailadmin_home"):
        return False
    said = list(get_messages(request))
    others = [
        message
        for message in said
        if message.level != constants.ERROR or _text(message.message) not in _words()
    ]
    for message in others:
        add_message(request, message.level, message.message, message.extra_tags)
    return len(others) < len(said)


def _text(message: object) -> str:
    """A message's words; Wagtail renders them by a template."""
    return unescape(str(message)).strip()


@cache
def _words() -> frozenset[str]:
    """Wagtail's words in every language that the admin is in."""
    words = set()
    for code, _name in get_available_admin_languages():
        with translation.override(code):
            words.add(_(WAGTAILS_WORDS))
    return frozenset(words)


def _refusal(request: HttpRequest) -> HttpResponse:
    """A page for people, in their language; a line for whatever reads no HTML."""
    if not request.accepts("text/html"):
        return HttpResponse("403", content_type="text/plain", status=403)
    response: HttpResponse = get_localized_response(_page, request)
    return response.render() if isinstance(response, TemplateResponse) else response


def _page(request: HttpRequest) -> TemplateResponse:
    return TemplateResponse(request, "twinning/admin/guards/refused.html", status=403)

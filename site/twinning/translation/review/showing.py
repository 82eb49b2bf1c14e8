"""A draft as the site itself would show it, to somebody without an account."""

import re
from copy import copy

from csp.constants import NONE
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from wagtail.models import Page

from twinning.security.headers import policies

#: What says who asks. An editor who opens a link is to see what everybody sees: no user bar.
_PERSONAL = {"HTTP_COOKIE", "HTTP_AUTHORIZATION"}

_LINK = re.compile(r"<a\b(?P<before>[^>]*?)\shref=\"(?P<address>(?!#)[^\"]*)\"")
_SENDS = re.compile(r"<button\b(?=[^>]*\btype=\"submit\")|<input\b(?=[^>]*\btype=\"submit\")")


def answer(page: Page, request: HttpRequest) -> HttpResponse:
    """The page with its own template, made by Wagtail's preview.

    Its forms cannot be sent, and its links leave the frame that it stands in: no other page of the
    site may be shown in one.
    """
    asked = copy(request)
    asked.META = {name: value for name, value in request.META.items() if name not in _PERSONAL}
    mode = page.default_preview_mode if page.is_previewable() else ""
    # Never the front end's preview, which is for editors.
    made: HttpResponse = Page.make_preview_request(page, asked, mode)
    # Nothing else of the answer is kept: what it says to caches, it says of the public page.
    kept = {name: made.headers[name] for name in ("Content-Language", "Location") if name in made}
    shown = HttpResponse(
        _contained(made.content.decode(made.charset), page),
        status=made.status_code,
        content_type=made.headers["Content-Type"],
        headers={**kept, **_held_back()},
    )
    return shown


def _held_back() -> dict[str, str]:
    """Nothing of it may be sent, and no foreign page may show it in a frame of its own."""
    policy = {**policies.framed(policies.of_visitors()), "form-action": [NONE]}
    return {
        "Content-Security-Policy": policies.written(policy),
        "X-Frame-Options": "SAMEORIGIN",
    }


def _contained(html: str, page: Page) -> str:
    def leaving(found: re.Match[str]) -> str:
        address = found["address"]
        if address.startswith("?"):  # of the page itself, which has another address here
            address = f"{escape(page.get_url() or '')}{address}"
        return f'<a{found["before"]} target="_top" href="{address}"'

    return _SENDS.sub(lambda found: f"{found[0]} disabled", _LINK.sub(leaving, html))

"""Writes the headers that hold browsers back onto every answer that has none of its own."""

from contextlib import suppress
from functools import cache
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse

from twinning.security.headers import policies

_HTML = "text/html"
_FRAME = "X-Frame-Options"
_DENIED, _FRAMED = "frame-ancestors 'none'", "frame-ancestors 'self'"
#: What no page of the site uses. The admin may write to the clipboard, as the default allows.
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope"),
        *("magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking"),
    )
)


class HeadersMiddleware(CSPMiddleware):
    """Chooses the policy by the address; a view's own, or django-csp's decorators, win.

    Inside Django's SecurityMiddleware, which adds what does not depend on the address.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the headers."""
        super().process_response(request, response)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if _is_html(response):
            # No page of another site has a use for the source of ours.
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path_info.startswith(_admin()):
            # An address of the admin may be a secret: that at which a password is set anew.
            response.headers.setdefault("Referrer-Policy", "same-origin")
        if response.headers.get(_FRAME) == "SAMEORIGIN" and HEADER in response.headers:
            # A preview has been answered as the page itself is, before Wagtail allowed the frame.
            policy = response.headers[HEADER].replace(_DENIED, _FRAMED)
            response.headers[HEADER] = policy
        return response

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The policy's parts for django-csp; it writes nothing where there are none."""
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            parts.config = _policy(request, response)
        return parts


def _policy(request: HttpRequest, response: HttpResponseBase) -> dict[str, Any]:
    if not _is_html(response):
        return policies.of_data()
    path = request.path_info
    if path.startswith(_entrances()):
        return policies.of_entrance()
    if path.startswith(_admin()):
        return policies.of_admin()
    if path.startswith(_documentation()):
        return policies.of_documentation()
    return policies.of_visitors()


def _is_html(response: HttpResponseBase) -> bool:
    return response.headers.get("Content-Type", "").startswith(_HTML)


@cache
def _admin() -> str:
    return reverse("wagtailadmin_home")


@cache
def _entrances() -> tuple[str, ...]:
    names = ["wagtailadmin_login", "wagtailadmin_password_reset"]
    names += [f"second_factor:{name}" for name in ("verify", "recover", "enrol", "renew")]
    return _reversed(names)


@cache
def _documentation() -> tuple[str, ...]:
    return _reversed(["content_api:openapi-view", "wagtailapi_v3:openapi-view"])


def _reversed(names: list[str]) -> tuple[str, ...]:
    """The addresses of those that there are: a site need not have all."""
    found = []
    for name in names:
        with suppress(NoReverseMatch):
            found.append(reverse(name))
    return tuple(found)

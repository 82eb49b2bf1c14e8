"""What makes pages show their drafts at the front end, where one is configured."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from twinning.previews import minting


class FrontEndPreviewMixin:
    """Wagtail's previews lead to the front end: panel, “view draft”, revisions, moderation.

    Redirected, and not framed within a page of ours, the panel talks to the front end itself: that
    is what keeps its scroll position and has the content checker look at it.
    """

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """As Wagtail has it where no front end is configured for the page, else the way there."""
        page: Any = self
        attributes = extra_request_attrs or {}
        try:
            address = minting.address_of(page, original_request, preview_mode, attributes)
        except minting.TooLarge:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            response = render(original_request, "twinning/previews/too_large.html", status=status)
        else:
            if address is None:
                own: Any = super()
                made: HttpResponse = own.make_preview_request(
                    original_request, preview_mode, extra_request_attrs
                )
                return made
            response = HttpResponseRedirect(address)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

"""429 for people: try again later, in their language."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from twinning.translation.middleware import accepted_language

_ADMIN, _VISITORS = "twinning/admin/security/too_many.html", "twinning/too_many.html"


def answer(request: HttpRequest, seconds: int) -> HttpResponse:
    """The answer.

    Args:
        seconds: until they may try again.
    """
    is_admin = request.path_info.startswith(reverse("wagtailadmin_home"))
    language = translation.get_language_from_path(request.path_info) or accepted_language(request)
    with translation.override(language):
        return HttpResponse(
            render_to_string(
                _ADMIN if is_admin else _VISITORS, {"minutes": -(-seconds // 60)}, request
            ),
            status=HTTPStatus.TOO_MANY_REQUESTS,
            headers={
                "Retry-After": str(seconds),
                "Cache-Control": "private, no-store",
                "Content-Language": language,
            },
        )

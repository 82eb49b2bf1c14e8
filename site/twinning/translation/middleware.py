"""The language of a request comes from its path alone (ADR 4)."""

from collections.abc import Callable, Collection

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header


class UrlLocaleMiddleware:
    """Activate the language that the path names.

    Django's LocaleMiddleware answers a 404 outside the language prefixes with a redirect to
    `/en/…`, APIs included, and looks at a cookie. Here a path with a prefix speaks that language
    and varies on nothing; the APIs and the admin speak the default one until Wagtail sets the
    editor's; any other path (`/`, an unknown one) speaks the visitor's by Accept-Language.
    """

    #: First path segments that belong to machines or to the admin, never to Accept-Language.
    neutral = (
        *("/api/", "/admin/", "/documents/", "/images/", "/twinning/", "/static/", "/media/"),
        *("/robots.txt", "/favicon.ico", "/sitemap"),
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from_path = translation.get_language_from_path(request.path_info)
        negotiated = from_path is None and not request.path_info.startswith(self.neutral)
        if from_path:
            language = from_path
        elif negotiated:
            language = accepted_language(request)
        else:
            language = settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if negotiated:
            patch_vary_headers(response, ["Accept-Language"])
        if not request.path_info.startswith("/api/content/"):  # says it itself, where it can
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


def accepted_language(request: HttpRequest, among: Collection[str] | None = None) -> str:
    """The best of our languages by the Accept-Language header alone; no cookie is looked at.

    Args:
        among: the languages to choose from; all where it is None. Where the visitor reads none of
            them, the answer is the default language, which need not be among them.
    """
    for code, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code == "*" or quality <= 0:
            break
        try:
            found = translation.get_supported_language_variant(code)
        except LookupError:
            continue
        if among is None or found in among:
            return found
    return settings.LANGUAGE_CODE

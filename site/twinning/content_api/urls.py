"""The addresses of the Content API, every one of which answers in its own manner.

Ninja answers a wrong method and Django an unknown path with a page of text or HTML; here both are
problem documents. HEAD is GET without a body, as everywhere.
"""

import json
from collections.abc import Callable
from functools import cache, wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import re_path
from django.views.decorators.http import require_safe
from ninja import Router

from twinning import references
from twinning.content_api import errors
from twinning.content_api.api import add_late_routers, api
from twinning.content_api.http import answer
from twinning.content_api.routers import images, locales, pages, resolve, routes, unlock
from twinning.delivery import tags
from twinning.delivery.offers import offer

View = Callable[..., HttpResponseBase]

ROUTERS: dict[str, Router] = {
    "/locales/": locales.router,
    "/pages/": pages.router,
    "/resolve/": resolve.router,
    "/routes/": routes.router,
    "/images/": images.router,
    "/unlock/": unlock.router,
}


def _shaped(view: View) -> View:
    @wraps(view)
    def shaped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with references.opened(request) as store:
            response = view(request, *args, **kwargs)
            language = response.headers.get("Content-Language")
            tags.attach(response, store.noted, language, store.pages)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        refused = errors.Refused(
            HTTPStatus.METHOD_NOT_ALLOWED, f"{request.method} is not for this path."
        )
        problem = errors.response(refused)
        problem.headers["Allow"] = response.headers["Allow"]
        return problem

    shaped.csrf_exempt = True  # type: ignore[attr-defined]  # no operation looks at a session
    return shaped


def _not_found(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    return errors.response(errors.not_found())


@cache
def document() -> Any:
    """The OpenAPI document, made once a process: it changes only with the code."""
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


@require_safe
def _openapi(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    offer(request, (), strict=True)
    if request.GET:
        errors_ = [(("query", name), "There is no such parameter.") for name in request.GET]
        refused = errors.Refused(422, "The document has no parameters.", errors_)
        return errors.response(refused)
    return answer(document())


#: Ninja's own views under their names, where ours stand in for them.
_REPLACED: dict[str, View] = {"api-root": _not_found, "openapi-json": _openapi}


def _patterns() -> list[Any]:
    for prefix, router in ROUTERS.items():
        api.add_router(prefix, router)
    add_late_routers()
    patterns: list[Any] = api.urls[0]
    for pattern in patterns:
        view = _REPLACED.get(pattern.name, pattern.callback)
        pattern.callback = _shaped(require_safe(view) if pattern.name == "openapi-view" else view)
    return [*patterns, re_path("", _shaped(_not_found))]


urls = (_patterns(), "ninja", api.urls_namespace)

"""The Content API: an API of its own for front ends, anonymous, typed and cacheable.

It knows no room. Each adds its own routers in its `AppConfig.ready()`: `add_router`.
"""

from django.utils.module_loading import import_string
from ninja import Router
from ninja.openapi.docs import Swagger

from twinning.content_api.namespace import NAMESPACE
from twinning.content_api.operations import ContentAPI

VERSION = "1"

api = ContentAPI(
    title="Content API",
    version=VERSION,
    description=(
        "Pages, pictures, menus and routes for front ends: anonymous, typed, cacheable. "
        "Errors are problem documents (RFC 9457) that name the field."
    ),
    urls_namespace=NAMESPACE,
    openapi_url="/openapi.json",
    docs_url="/docs/",
    docs=Swagger(settings={"tryItOutEnabled": True}),
)


_later: dict[str, str] = {}


def add_router(prefix: str, router: Router | str) -> None:
    """Mount a room's router; call it in `AppConfig.ready()`, before the URLs are read.

    Args:
        router: its dotted name where it can only be made when all page types are described.
    """
    if isinstance(router, str):
        _later[prefix] = router
    else:
        api.add_router(prefix, router)


def add_late_routers() -> None:
    """Mount those that were named; every app is ready."""
    for prefix, name in _later.items():
        api.add_router(prefix, import_string(name))

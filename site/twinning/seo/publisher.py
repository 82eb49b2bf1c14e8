"""Who publishes the site: the name in titles, the author of articles, the organisation itself.

The kernel does not know where a site keeps such words; a room that does registers itself here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from twinning import references


@dataclass(frozen=True)
class Publisher:
    """The organisation behind a site, in the language of the request.

    Args:
        address: postal, with line breaks.
        profiles: addresses of its own pages elsewhere, such as on social media.
    """

    name: str
    strapline: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""
    profiles: tuple[str, ...] = ()


#: From a request to the publisher, None where nothing is known of it.
Provider = Callable[[HttpRequest], Publisher | None]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Have a room say who publishes the site; call it in an `AppConfig.ready()`."""
    if provider not in _providers:
        _providers.append(provider)


def current(request: HttpRequest) -> Publisher:
    """The publisher, asked for once in each request; at least its name is known."""

    def find() -> Publisher:
        found = (provider(request) for provider in _providers)
        known = next((publisher for publisher in found if publisher is not None), None)
        return known or Publisher(getattr(settings, "WAGTAIL_SITE_NAME", ""))

    return references.current().once("publisher", find)

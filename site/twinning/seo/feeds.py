"""The feeds that a site offers: rooms register theirs, and every page's head names them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Feed:
    """An Atom feed, one in each language.

    Args:
        url_name: as `reverse` takes it, in the active language.
        title: translatable.
    """

    url_name: str
    title: str | Promise

    @property
    def url(self) -> str:
        """Its path in the active language."""
        return reverse(self.url_name)


_feeds: list[Feed] = []


def register(url_name: str, title: str | Promise) -> None:
    """Have every page name a feed; call it in an `AppConfig.ready()`."""
    feed = Feed(url_name, title)
    if url_name not in {known.url_name for known in _feeds}:
        _feeds.append(feed)


def feeds() -> list[Feed]:
    """All feeds that are offered."""
    return list(_feeds)

"""Which endpoints want to hear of what."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from wagtail.models import Page

from twinning import landmarks
from twinning.webhooks.models import Endpoint

if TYPE_CHECKING:
    from twinning.webhooks.events import Happening, PageFacts

#: Public paths by the translation key of a town.
Places = dict[str, tuple[str, ...]]


def active() -> list[Endpoint]:
    """Endpoints that are to hear of what happens, be it later: those that are paused, too."""
    return list(Endpoint.objects.filter(is_active=True).order_by("pk"))


def is_wanted(endpoints: Iterable[Endpoint], name: str) -> bool:
    """Whether any of them wants to hear of an event."""
    return any(not endpoint.events or name in endpoint.events for endpoint in endpoints)


def pairs(
    endpoints: Sequence[Endpoint], happenings: "Iterable[Happening]"
) -> "list[tuple[Happening, list[Endpoint]]]":
    """What has happened, each with those who want to hear of it; without what nobody wants."""
    happenings = list(happenings)
    places = _places(endpoints, happenings)
    found = (
        (happening, [e for e in endpoints if _wants(e, happening, places)])
        for happening in happenings
    )
    return [(happening, wanting) for happening, wanting in found if wanting]


def _wants(endpoint: Endpoint, happening: "Happening", places: Places) -> bool:
    if endpoint.events and happening.name not in endpoint.events:
        return False
    page = happening.page
    if page is None:
        return True
    return (
        (not endpoint.types or page.type in endpoint.types)
        and (not endpoint.locales or page.locale in endpoint.locales)
        and (not endpoint.places or any(_is_within(page, key, places) for key in endpoint.places))
    )


def _is_within(page: "PageFacts", key: str, places: Places) -> bool:
    """Whether a page is a town's, in whatever language, or lies below it, or did."""
    if page.translation_key == key:
        return True
    return any(path.startswith(above) for above in places.get(key, ()) for path in page.paths)


def _places(endpoints: Sequence[Endpoint], happenings: "Sequence[Happening]") -> Places:
    """Where the towns are that anybody wants: asked for only if somebody does."""
    wanted = {key for endpoint in endpoints for key in endpoint.places}
    pages = [happening.page for happening in happenings if happening.page is not None]
    if not wanted or not pages:
        return {}
    found: dict[str, set[str]] = {key: set() for key in wanted}
    for key, path in _stored(wanted):
        found[key].add(path)
    for page in pages:  # a town that has just moved, or is no more
        if page.translation_key in found:
            found[page.translation_key].update(page.paths)
    return {key: tuple(filter(None, paths)) for key, paths in found.items()}


def _stored(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    rows = Page.objects.filter(translation_key__in=keys).order_by()
    for page in rows.only("path", "url_path", "translation_key", "locale_id", "live"):
        place = landmarks.public_path(page)
        if place is not None:
            yield str(page.translation_key), place[1]

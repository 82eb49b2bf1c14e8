"""What is known of an event only after its transaction: the generation, and addresses."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from twinning import hosts, landmarks
from twinning.changes.models import Change
from twinning.content_api.api import api
from twinning.webhooks.models import Event

#: What happens to pages that the Content API has no more.
_GONE = frozenset({Change.Event.UNPUBLISHED, Change.Event.DELETED})


def complete(events: Iterable[Event]) -> None:
    """Fill in the generation, the site, and the page's address in the API, in two queries."""
    events = list(events)
    rows = Change.objects.in_bulk([event.change_id for event in events if event.change_id])
    sites = {site.pk: site for site in landmarks.current().sites} if rows else {}
    for event in events:
        change = rows.get(event.change_id or 0)
        if change is not None:
            event.generation = change.generation
            site = sites.get(change.site_id) if change.site_id is not None else None
            event.data = {**event.data, **places(change, site)}


def places(change: Change, site: landmarks.SiteMark | None) -> dict[str, Any]:
    """The host of the site, and where the Content API has the page, None where it has none."""
    has_page = change.page_id is not None and change.event not in _GONE and site is not None
    return {
        "site": site.hostname if site is not None else None,
        "api": f"{hosts.known(site)}{_path(change.page_id)}" if has_page else None,
    }


def _path(page_id: int | None) -> str:
    return reverse(f"{api.urls_namespace}:get_page", args=[page_id])

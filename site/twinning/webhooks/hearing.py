"""Hears of what happens to content, and has endpoints told: of nothing that is not public."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

from twinning import ground
from twinning.changes import pages
from twinning.changes.models import Change
from twinning.translation import provenance
from twinning.webhooks import completing, matching
from twinning.webhooks.events import Happening, PageFacts, emit_all

TRANSLATION_PUBLISHED, TRANSLATION_STALE = "translation.published", "translation.stale"


def changed(rows: Sequence[Change]) -> None:
    """A listener to the log of changes: what it tells, in the same transaction."""
    endpoints = matching.active()
    if not endpoints:
        return
    translated = (
        _translated(rows) if matching.is_wanted(endpoints, TRANSLATION_PUBLISHED) else set()
    )
    found = []
    for row in rows:
        found.append(_happening(row, row.event))
        if row.event == Change.Event.PUBLISHED and row.page_id in translated:
            found.append(_happening(row, TRANSLATION_PUBLISHED))
    emit_all(found, endpoints)


def became_stale(page_ids: Iterable[int], **kwargs: Any) -> None:
    """A receiver of `states.became_stale`: what visitors read of these pages lags behind."""
    endpoints = matching.active()
    if matching.is_wanted(endpoints, TRANSLATION_STALE):
        emit_all([*_stale(page_ids)], endpoints)


def _stale(page_ids: Iterable[int]) -> Iterator[Happening]:
    now = ground.including([])[0]
    sites = {site.pk: site for site in now.marks.sites}
    for row in pages.rows(Q(pk__in=list(page_ids)), DEFAULT_DB_ALIAS):
        places = now.addresses(row.url_path) if row.is_open else ()
        for change in pages.change(row, places, places):
            happening = _happening(change, TRANSLATION_STALE)
            happening.data.update(completing.places(change, sites[change.site_id or 0]))
            yield happening


def _translated(rows: Sequence[Change]) -> set[int]:
    """Which of the pages that were published follow a source in another language."""
    keys = {row.page_id for row in rows if row.event == Change.Event.PUBLISHED and row.page_id}
    if not keys:
        return set()
    return set(provenance.of_pages(keys))


def _happening(row: Change, name: str) -> Happening:
    is_page = row.page_id is not None
    key = str(row.translation_key) if row.translation_key else None
    data = {
        "id": row.page_id,
        "type": row.type,
        "translation_key": key,
        "locale": row.locale or None,
        "path": row.path or None,
        "previous_path": row.previous_path or None,
        "title": row.title or None,
        "site": None,
        "api": None,
    }
    facts = PageFacts(row.type, row.locale, key or "", (row.path, row.previous_path))
    return Happening(
        name,
        data,
        subject=f"page:{row.page_id}" if is_page else row.type,
        change_id=row.pk,
        page=facts if is_page else None,
    )

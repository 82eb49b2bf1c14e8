"""Keeps the states of translations: made anew from wagtail-localize's records."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import transaction
from django.dispatch import Signal
from wagtail.models import Page

from twinning.delivery import happenings
from twinning.translation.models import TranslationState
from twinning.translation.states import records
from twinning.translation.states.records import Record

T = TypeVar("T")

#: Sent in the transaction with `page_ids`: what visitors read of these pages now lags behind.
became_stale = Signal()

#: Pages whose states are made in one go.
BATCH = 250

_FIELDS = (
    "source_locale_id",
    "method",
    "segments",
    "stale_segments",
    "stale_words",
    "machine_segments",
    "is_stale",
)


def refresh(page_ids: Iterable[int]) -> None:
    """Make the states of pages anew, in a constant number of queries for each `BATCH` of them."""
    for wanted in batches(set(page_ids)):
        _refresh(wanted)


def batches(keys: Iterable[T]) -> Iterator[list[T]]:
    """Keys in their order, a few at a time."""
    wanted = sorted(keys)  # type: ignore[type-var]
    for start in range(0, len(wanted), BATCH):
        yield wanted[start : start + BATCH]


def refresh_all() -> int:
    """Make the states of all pages anew; how many they are."""
    keys = list(Page.objects.order_by("pk").values_list("pk", flat=True))
    refresh(keys)
    return len(keys)


def refresh_missing() -> int:
    """Make the states of pages that have none, such as those of before there were any."""
    keys = list(Page.objects.filter(translation_state=None).values_list("pk", flat=True))
    refresh(keys)
    return len(keys)


def set_stale(page_id: int, is_stale: bool) -> None:
    """Say whether what visitors read of a page lags behind its source, where no record does."""
    others = TranslationState.objects.filter(pk=page_id).exclude(is_stale=is_stale)
    with transaction.atomic():
        if others.update(is_stale=is_stale):
            _tell([page_id])
            if is_stale:
                became_stale.send(TranslationState, page_ids=[page_id])


@transaction.atomic
def _refresh(page_ids: list[int]) -> None:
    # Locked before anything is read: of two who make a state, the later one has read the latest.
    locked = TranslationState.objects.select_for_update().order_by("pk")
    before = {state.pk: state for state in locked.filter(pk__in=page_ids)}
    pages = list(
        Page.objects.filter(pk__in=page_ids)
        .order_by()
        .values("pk", "translation_key", "locale_id", "live", "live_revision_id")
    )
    found = records.of_pages(pages)
    made = (_state(page, found.get(page["pk"]), before.get(page["pk"])) for page in pages)
    changed = [state for state in made if _differs(state, before.get(state.pk))]
    TranslationState.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=[name.removesuffix("_id") for name in _FIELDS],
    )
    live = {page["pk"] for page in pages if page["live"]}
    _tell(
        state.pk
        for state in changed
        if state.pk in live and _shown(state) != _shown(before.get(state.pk))
    )
    lagging = [state.pk for state in changed if state.is_stale and not _was(before.get(state.pk))]
    if lagging:
        became_stale.send(TranslationState, page_ids=lagging)


def _tell(page_ids: Iterable[int]) -> None:
    """Tell of live pages that say otherwise now how they came about.

    Signals know nothing of rows that are written in bulk, or by `update`.
    """
    happenings.tell_of_pages(set(page_ids))


def _was(state: TranslationState | None) -> bool:
    """Whether a page lagged behind already."""
    return state is not None and state.is_stale


def _shown(state: TranslationState | None) -> tuple[Any, ...]:
    """What visitors are shown of a state; an original's is as good as none."""
    if state is None or state.source_locale_id is None:
        return ()
    return state.source_locale_id, state.method, state.is_stale


def _state(
    page: dict[str, Any], record: Record | None, before: TranslationState | None
) -> TranslationState:
    """What a page's state is now.

    Args:
        before: what it was; knows what no record says: who has read it, and whether it lags.
    """
    state = TranslationState(page_id=page["pk"])
    if record is None:
        return state
    reviewed_at = before.reviewed_at if before else None
    unread = [moment for moment in record.machine if reviewed_at is None or moment > reviewed_at]
    state.source_locale_id = record.source_locale
    state.segments = record.segments
    state.stale_segments, state.stale_words = record.missing, record.missing_words
    state.machine_segments = len(unread)
    state.method = _method(bool(record.machine), bool(unread))
    state.is_stale = page["live"] and _is_stale(record, before)
    return state


def _method(by_machine: bool, unread: bool) -> str:
    methods = TranslationState.Method
    if not by_machine:
        return methods.HUMAN
    return methods.MACHINE if unread else methods.MACHINE_REVIEWED


def _is_stale(record: Record, before: TranslationState | None) -> bool:
    """Whether a live page lags behind its source.

    `sync` says when one begins to lag. It has caught up when it has been written, with nothing
    missing, since the words were last taken from the source.
    """
    if before is None or before.source_locale_id is None:
        return _seems_stale(record)
    caught_up = record.live_written_at is not None and record.live_written_at >= record.taken_at
    return before.is_stale and not (caught_up and record.missing == 0)


def _seems_stale(record: Record) -> bool:
    """The same for a page that followed no source before, as well as the times can tell."""
    published = record.source_published_at
    changed = published is not None and published > record.taken_at
    return changed or record.written_at is None or record.written_at < record.taken_at


def _differs(state: TranslationState, before: TranslationState | None) -> bool:
    if before is None:
        return True
    return any(getattr(state, name) != getattr(before, name) for name in _FIELDS)

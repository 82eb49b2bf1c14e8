"""Whatever changes a translation's state: its pages are made anew once the transaction commits.

wagtail-localize writes segment by segment, and pages one after the other. All that a transaction
changes is gathered, so that a file with 200 translated segments makes its page's state once.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)

from twinning.translation.states import keeping


def connect() -> None:
    """Connect the receivers below; called once, when the applications are ready."""
    post_save.connect(page_created, dispatch_uid="twinning.states.page_created")
    for signal in (page_published, page_unpublished):
        signal.connect(page_shown_or_not, dispatch_uid="twinning.states.page_shown_or_not")
    for model, receiver in (
        (StringTranslation, segment_translated),
        (TranslationSource, source_changed),
        (StringSegment, part_of_source_changed),
        (Translation, part_of_source_changed),
        (TranslationLog, part_of_source_changed),
    ):
        for changed in (post_save, post_delete):
            changed.connect(
                receiver, model, dispatch_uid=f"twinning.states.{receiver.__name__}.{model}"
            )


class Batch:
    """What a transaction has changed so far."""

    def __init__(self) -> None:
        self.pages: set[int] = set()
        self.keys: set[UUID] = set()
        self.sources: set[int] = set()

    def refresh(self) -> None:
        """Make the states of all these pages, and of those in other languages, anew, once."""
        found = self.pages | set(self._others())
        self.pages, self.keys, self.sources = set(), set(), set()
        keeping.refresh(found)

    def _others(self) -> Iterable[int]:
        for keys in keeping.batches(self.keys):
            yield from _pages(Q(translation_key__in=keys))
        for sources in keeping.batches(self.sources):
            found = TranslationSource.objects.filter(pk__in=sources)
            yield from _pages(Q(translation_key__in=found.values("object_id")))


def page_created(instance: Any, created: bool, **kwargs: Any) -> None:
    """Give each page a state, whatever its type."""
    if created and isinstance(instance, Page):
        _note(pages=[instance.pk])


def page_shown_or_not(instance: Page, **kwargs: Any) -> None:
    """A page was published or taken back."""
    _note(pages=[instance.pk])


def segment_translated(instance: StringTranslation, **kwargs: Any) -> None:
    """Somebody has translated a segment, or has taken its translation away."""
    if instance.context is not None:
        _note(keys=[instance.context.object_id])


def source_changed(instance: TranslationSource, **kwargs: Any) -> None:
    """The words of a page were taken anew."""
    _note(keys=[instance.object_id])


def part_of_source_changed(
    instance: StringSegment | Translation | TranslationLog, **kwargs: Any
) -> None:
    """A source has another segment, is translated into another language, or was just written."""
    _note(sources=[instance.source_id])


def _note(
    pages: Iterable[int] = (), keys: Iterable[UUID] = (), sources: Iterable[int] = ()
) -> None:
    batch = _begun() or Batch()
    batch.pages.update(pages)
    batch.keys.update(keys)
    batch.sources.update(sources)
    # Each time: where a savepoint is rolled back, what was to be done after it remains.
    transaction.on_commit(batch.refresh, robust=True)


def _begun() -> Batch | None:
    """The batch of the current transaction, where it has one."""
    hooks = (getattr(hook[1], "__self__", None) for hook in reversed(connection.run_on_commit))
    return next((batch for batch in hooks if isinstance(batch, Batch)), None)


def _pages(condition: Q) -> "QuerySet[Page, int]":
    return Page.objects.filter(condition).order_by().values_list("pk", flat=True)

"""Notes what is to be purged of all that happens, where there is anybody to tell."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from twinning.delivery.happenings import Before
from twinning.delivery.purging import batch, effects
from twinning.delivery.purging.changes import Changes, everything


class Noting:
    """A listener to what happens (`happenings.Listener`)."""

    def page_saved(self, page: Page, before: Before | None, created: bool, using: str) -> None:
        """A page that is or was live is published, unpublished, moved, renamed, or written."""
        if batch.is_wanted():
            _add(_of_saved(page, before, created), using)

    def page_deleted(self, page: Page, origin: Any, using: str) -> None:
        """A page will be no more."""
        if batch.is_wanted() and page.live:
            changes = effects.of_page(page)
            changes.gone.add(page.url_path)
            changes.places |= changes.families
            batch.add(changes, using)

    def pages_differ(self, keys: Collection[int], using: str) -> None:
        """Live pages are shown otherwise."""
        if batch.is_wanted():
            batch.add(Changes(pages=set(keys)), using)

    def row_changed(self, instance: Model, created: bool, using: str) -> None:
        """A row of any other model was written."""
        if batch.is_wanted():
            _add(effects.of(instance, is_new=created), using)

    def row_deleted(self, instance: Model, origin: Any, using: str) -> None:
        """A row of any other model will be no more."""
        if batch.is_wanted():
            _add(effects.of(instance), using)

    def loaded(self, instance: Model, using: str) -> None:
        """A row was written as a fixture has it."""
        if batch.is_wanted():
            batch.add(everything(), using)


noting = Noting()


def _add(changes: Changes | None, using: str) -> None:
    if changes is not None:
        batch.add(changes, using)


def _of_saved(page: Page, before: Before | None, created: bool) -> Changes | None:
    was_live = before is not None and before.page.live
    was_at = before.page.url_path if before is not None else page.url_path
    is_moved = was_at != page.url_path
    if not (page.live or was_live or is_moved):
        # A language begins with its home page, be it a draft.
        return everything() if created and page.is_site_root() else None
    changes = effects.of_page(page)
    if is_moved:
        changes.moved[page.pk] = was_at
    if is_moved or page.live != was_live:
        changes.places |= changes.families
    return changes

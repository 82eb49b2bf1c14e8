"""Keeps the log: hears of all that happens to content, and writes what anybody could see of it."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.models import Page, PageViewRestriction

from twinning import ground
from twinning.changes import log, others, pages
from twinning.changes.models import Change
from twinning.delivery.happenings import Before


class Recording:
    """A listener to what happens (`happenings.Listener`)."""

    def page_saved(self, page: Page, before: Before | None, created: bool, using: str) -> None:
        """A page was published, unpublished, moved, renamed, or written by hand."""
        if before is None and not page.live:
            return
        now = before.ground if before is not None else ground.including([page.pk], using)[0]
        locale = before.page.locale if before is not None else page.locale.language_code
        row = pages.Row.of(page, locale)
        was_at = before.page.url_path if before is not None else page.url_path
        then, now = now, now.renamed(was_at, page.url_path)
        was = then.addresses(was_at) if before is not None and before.page.live else ()
        found = [*pages.change(row, was, now.addresses(page.url_path) if row.is_open else ())]
        if was_at != page.url_path:
            found += pages.moved_below(page, was_at, then, now, using)
        log.write(found, using)

    def page_deleted(self, page: Page, origin: Any, using: str) -> None:
        """A page will be no more; all that are deleted with it are looked at together."""
        self._look_at(origin, using)
        if not log.knows_deletion(page.pk, using):
            self._delete(page, pages.below([page.path]), using)

    def pages_differ(self, keys: Collection[int], using: str) -> None:
        """Live pages are shown otherwise, though nobody has saved them."""
        keys = [key for key in keys if not log.knows_page(key, using)]
        found = pages.rows(Q(pk__in=keys), using) if keys else []
        if found:
            now = ground.including([], using)[0]
            log.write([*pages.shown_otherwise(found, now, Change.Event.CONTENT)], using)

    def row_changed(self, instance: Model, created: bool, using: str) -> None:
        """A row of any other model was written."""
        if isinstance(instance, PageViewRestriction):
            if created:
                self._section(instance, Change.Event.UNPUBLISHED, using)
        else:
            self._other(instance, "created" if created else "changed", using)

    def row_deleted(self, instance: Model, origin: Any, using: str) -> None:
        """A row of any other model will be no more."""
        self._look_at(origin, using)
        if isinstance(instance, PageViewRestriction):
            self._section(instance, Change.Event.PUBLISHED, using)
        else:
            self._other(instance, "deleted", using)

    def loaded(self, instance: Model, using: str) -> None:
        """A row was written as a fixture has it: anything may be shown otherwise."""
        self._write_other(others.unknown(), using)

    def _look_at(self, origin: Any, using: str) -> None:
        """Where pages are deleted, tell of them before what belongs to them is."""
        if isinstance(origin, Page):
            condition = pages.below([origin.path])
        elif isinstance(origin, QuerySet) and issubclass(origin.model, Page):
            condition = Q(pk__in=origin.order_by().values("pk"))
        else:
            return
        if not log.knows_deletion(origin, using):
            self._delete(origin, condition, using)

    def _delete(self, origin: Any, condition: Q, using: str) -> None:
        every = pages.rows(condition, using, live=False)
        found = [row for row in every if row.live and not log.knows_deletion(row.pk, using)]
        log.note_deletions({origin, *(row.pk for row in every)}, using)
        if found:
            log.write([*pages.gone(found, ground.including([], using)[0])], using)

    def _other(self, instance: Model, happened: others.Happened, using: str) -> None:
        owner = others.owner(instance)
        if isinstance(owner, Page):
            if owner.live and owner.pk is not None and not log.knows_deletion(owner.pk, using):
                self.pages_differ([owner.pk], using)
            return
        if owner is not instance:
            happened = "changed"
        found = others.change(owner, happened, using) if owner is not None else None
        if found is not None:
            self._write_other(found, using)

    def _write_other(self, found: Change, using: str) -> None:
        if not log.knows(found, using):
            log.write([found], using)

    def _section(self, restriction: PageViewRestriction, event: Change.Event, using: str) -> None:
        """All below a page becomes private, or public, unless it is private by another rule."""
        same = PageViewRestriction.objects.using(using).filter(page_id=restriction.page_id)
        if same.exclude(pk=restriction.pk).exists() or log.knows_deletion(
            restriction.page_id, using
        ):
            return
        now = ground.including([restriction.page_id], using)[0]
        within = [path for path, key in now.marks.restrictions if key == restriction.pk]
        open_ground = now.without(restriction.pk)
        found: list[Change] = []
        for row in pages.rows(pages.below(within), using):
            places = open_ground.addresses(row.url_path) if row.is_open else ()
            private = event == Change.Event.UNPUBLISHED
            found += pages.change(row, places if private else (), () if private else places)
        log.write(found, using)


recording = Recording()

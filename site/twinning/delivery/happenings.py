"""What happens to content, told once to all who keep account of it.

Draft saves change nothing that anybody is shown, and are not told of. A listener (`register`) hears
of everything in the transaction of the change itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from wagtail.images.models import AbstractRendition
from wagtail.models import Page

from twinning import ground
from twinning.delivery.sources import UNSHOWN, watched

#: Models that answers depend on, but whose rows alone make none of them wrong.
UNPURGED = frozenset(
    {
        # Written with what they belong to.
        "taggit.TaggedItem",
        # Written with the page, whose publication purges what a search found, or a moment after it.
        "wagtailsearch.IndexEntry",
        "search.PageText",
    }
)
#: Columns of drafts, of pages as of snippets.
_DRAFT = frozenset(UNSHOWN["wagtailcore.Page"])


@dataclass(frozen=True)
class Before:
    """A page as it is stored, and what decides who may see it where, before it is saved."""

    page: ground.Mark
    ground: ground.Ground


class Listener(Protocol):
    """Whoever wants to hear; each method is called in the transaction of what it tells of."""

    def page_saved(self, page: Page, before: Before | None, created: bool, using: str) -> None:
        """A page's row was written, and perhaps will be below it: nothing else is a page's save.

        Args:
            before: None for a new page.
        """

    def page_deleted(self, page: Page, origin: Any, using: str) -> None:
        """A page will be no more; this is called for each below it as well.

        Args:
            origin: the instance or the queryset that is deleted.
        """

    def pages_differ(self, keys: Collection[int], using: str) -> None:
        """Live pages, by primary key, are shown otherwise, though nobody has saved them."""

    def row_changed(self, instance: Model, created: bool, using: str) -> None:
        """A row of any other model was written, or was related to others."""

    def row_deleted(self, instance: Model, origin: Any, using: str) -> None:
        """A row of any other model will be no more; what refers to it still does.

        Args:
            origin: the instance or the queryset that is deleted, perhaps what the row belongs to.
        """

    def loaded(self, instance: Model, using: str) -> None:
        """A row was written as a fixture has it: nothing more is known."""


_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Have somebody hear of everything; call it in an `AppConfig.ready()`."""
    if listener not in _listeners:
        _listeners.append(listener)


def connect() -> None:
    """Connect the receivers below; called once, when the applications are ready."""
    for model in watched():
        if model._meta.label in UNPURGED or issubclass(model, AbstractRendition):
            continue  # a picture's signed address goes on to lead to it
        uid = f"happenings.{model._meta.label}"
        if model._meta.auto_created:
            m2m_changed.connect(_relation_changed, model, dispatch_uid=uid)
        elif issubclass(model, Page):
            pre_save.connect(_remember_page, model, dispatch_uid=uid)
            post_save.connect(_page_saved, model, dispatch_uid=uid)
            pre_delete.connect(_page_deleted, model, dispatch_uid=uid)
        else:
            post_save.connect(_row_saved, model, dispatch_uid=uid)
            pre_delete.connect(_row_deleted, model, dispatch_uid=uid)


def tell_of_pages(keys: Collection[int], using: str = DEFAULT_DB_ALIAS) -> None:
    """Say that live pages are shown otherwise, where no signal does: after SQL written by hand."""
    if keys:
        for listener in _listeners:
            listener.pages_differ(keys, using)


def _remember_page(
    instance: Page, raw: bool, using: str, update_fields: Any = None, **kwargs: Any
) -> None:
    """Note how the page is stored, for listeners to compare."""
    instance._stored = None
    if not raw and instance.pk and not _is_draft(update_fields):
        now, marks = ground.including([instance.pk], using)
        if instance.pk in marks:
            instance._stored = Before(marks[instance.pk], now)


def _page_saved(
    instance: Page, created: bool, raw: bool, using: str, update_fields: Any = None, **kwargs: Any
) -> None:
    if raw:
        _loaded(instance, using)
    elif not _is_draft(update_fields):
        for listener in _listeners:
            listener.page_saved(instance, instance._stored, created, using)


def _page_deleted(instance: Page, using: str, origin: Any = None, **kwargs: Any) -> None:
    for listener in _listeners:
        listener.page_deleted(instance, origin, using)


def _row_saved(
    instance: Model, created: bool, raw: bool, using: str, update_fields: Any = None, **kwargs: Any
) -> None:
    if raw:
        _loaded(instance, using)
    elif not _is_draft(update_fields):
        for listener in _listeners:
            listener.row_changed(instance, created, using)


def _row_deleted(instance: Model, using: str, origin: Any = None, **kwargs: Any) -> None:
    for listener in _listeners:
        listener.row_deleted(instance, origin, using)


def _relation_changed(instance: Any, action: str, using: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        for listener in _listeners:
            listener.row_changed(instance, False, using)


def _loaded(instance: Model, using: str) -> None:
    for listener in _listeners:
        listener.loaded(instance, using)


def _is_draft(update_fields: Any) -> bool:
    return update_fields is not None and _DRAFT.issuperset(update_fields)

"""Notes what changes. Draft saves change nothing that anybody is shown, and are not noted."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from wagtail.images.models import AbstractRendition
from wagtail.models import Page

from twinning.delivery.purging import batch, effects
from twinning.delivery.purging.changes import Changes, everything
from twinning.delivery.sources import UNSHOWN, watched

#: Models that answers depend on, but whose rows alone make none of them wrong.
UNPURGED = frozenset(
    {
        # Written with what they belong to.
        "taggit.TaggedItem",
        # Written a moment after the page, whose publication has purged what a search found.
        "wagtailsearch.IndexEntry",
        "search.PageText",
    }
)
#: Columns of drafts, of pages as of snippets.
_DRAFT = frozenset(UNSHOWN["wagtailcore.Page"])


def connect() -> None:
    """Connect the receivers below; called once, when the applications are ready."""
    for model in watched():
        if model._meta.label in UNPURGED or issubclass(model, AbstractRendition):
            continue  # a picture's signed address goes on to lead to it
        uid = f"purging.{model._meta.label}"
        if model._meta.auto_created:
            m2m_changed.connect(relation_changed, model, dispatch_uid=uid)
        elif issubclass(model, Page):
            pre_save.connect(remember_page, model, dispatch_uid=uid)
            post_save.connect(page_saved, model, dispatch_uid=uid)
            pre_delete.connect(page_deleted, model, dispatch_uid=uid)
        else:
            post_save.connect(row_saved, model, dispatch_uid=uid)
            pre_delete.connect(row_deleted, model, dispatch_uid=uid)


def remember_page(
    instance: Page, raw: bool, using: str, update_fields: Any = None, **kwargs: Any
) -> None:
    """Note whether the stored page is live, and where, for `page_saved` to compare."""
    instance._purging_before = None
    if batch.is_wanted() and not raw and instance.pk and not _is_draft(update_fields):
        stored = Page._base_manager.using(using).filter(pk=instance.pk)
        instance._purging_before = stored.values_list("live", "url_path").first()


def page_saved(
    instance: Page, created: bool, raw: bool, using: str, update_fields: Any = None, **kwargs: Any
) -> None:
    """A page that is or was live is published, unpublished, moved, renamed, or written by hand."""
    if not batch.is_wanted() or _is_draft(update_fields):
        return
    changes = everything() if raw else _of_saved(instance, created)
    if changes is not None:
        batch.add(changes, using)


def page_deleted(instance: Page, using: str, **kwargs: Any) -> None:
    """A page will be no more; this is called for each below it as well."""
    if batch.is_wanted() and instance.live:
        changes = effects.of_page(instance)
        changes.gone.add(instance.url_path)
        changes.places |= changes.families
        batch.add(changes, using)


def row_saved(
    instance: Model, created: bool, raw: bool, using: str, update_fields: Any = None, **kwargs: Any
) -> None:
    """A row of any other model was written."""
    if batch.is_wanted() and not _is_draft(update_fields):
        _add(everything() if raw else effects.of(instance, is_new=created), using)


def row_deleted(instance: Model, using: str, **kwargs: Any) -> None:
    """A row of any other model will be no more; what refers to it still does."""
    if batch.is_wanted():
        _add(effects.of(instance), using)


def relation_changed(instance: Any, action: str, using: str, **kwargs: Any) -> None:
    """Rows were related to others."""
    if batch.is_wanted() and action.startswith("post_"):
        _add(effects.of(instance), using)


def _add(changes: Changes | None, using: str) -> None:
    if changes is not None:
        batch.add(changes, using)


def _is_draft(update_fields: Any) -> bool:
    return update_fields is not None and _DRAFT.issuperset(update_fields)


def _of_saved(page: Page, created: bool) -> Changes | None:
    was_live, was_at = page._purging_before or (False, page.url_path)
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

"""When renditions are made ahead: after an upload, a new file, and a page's publication.

All of it happens after the commit and in the background, so that neither an upload nor a
publication can fail for a picture's sake; Django logs what goes wrong with the queue itself.
Private pictures have none until a page's publication makes them public, which happens at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models, transaction
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from twinning.blocks.prefetch import stream_references
from twinning.media import folders, placeholders, private, renditions
from twinning.media.tasks import make_renditions

#: The fields that make a focal point.
FOCUS = tuple(f"focal_point_{part}" for part in ("x", "y", "width", "height"))

_suspended: ContextVar[bool] = ContextVar("suspended", default=False)


@contextmanager
def suspended() -> Iterator[None]:
    """Queue nothing meanwhile, for an import that makes all renditions itself (`library`)."""
    token = _suspended.set(True)
    try:
        yield
    finally:
        _suspended.reset(token)


def connect() -> None:
    """Connect the receivers below; called once, when the applications are ready."""
    from wagtail.signals import page_published

    model = get_image_model()
    models.signals.pre_save.connect(remember_file, model, dispatch_uid="media.remember_file")
    models.signals.post_save.connect(picture_saved, model, dispatch_uid="media.picture_saved")
    page_published.connect(published, dispatch_uid="media.published")


def remember_file(
    instance: AbstractImage,
    raw: bool,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    """Note the stored row's file and focal point, for `picture_saved` to see what changes."""
    instance._file_before = instance._focus_before = None
    if not raw and instance.pk and (update_fields is None or "file" in update_fields):
        stored = type(instance)._base_manager.filter(pk=instance.pk)
        row = stored.values_list("file", "file_hash", *FOCUS).first()
        if row is not None:
            instance._file_before, instance._focus_before = row[:2], row[2:]


def picture_saved(instance: AbstractImage, created: bool, raw: bool, **kwargs: Any) -> None:
    """Queue a picture that is new, or has a new file or focal point; delete what was of the old.

    A focal point decides nothing but what link previews show.
    """
    replaced = _is_replaced(instance)
    if replaced:
        instance.renditions.all().delete()
        if placeholders.are_kept(type(instance)):
            instance.placeholder = ""
            type(instance)._base_manager.filter(pk=instance.pk).update(placeholder="")
    refocused = not replaced and _is_refocused(instance)
    if refocused:  # of the old focal point nothing is to remain either
        old = instance.renditions.filter(filter_spec=renditions.LINK_PREVIEW)
        old.exclude(focal_point_key=renditions.link_preview_key(instance)).delete()
    changed = created or replaced or refocused
    if changed and not raw and not folders.is_private(instance.file.name) and not _suspended.get():
        key = instance.pk
        # No `partial` here and below: Django names the function when it logs that it failed.
        transaction.on_commit(lambda: make_renditions.enqueue(key), robust=True)


def published(instance: Page, **kwargs: Any) -> None:
    """Make a page's private pictures public; queue the others that lack something.

    Wagtail sends the signal for a page that is to be published later as well.
    """
    keys = picture_keys(instance)
    if instance.live:
        keys -= private.publish_all(keys)  # queued as they were saved
    if keys and not _suspended.get():
        transaction.on_commit(lambda: _enqueue_unmade(keys), robust=True)


def picture_keys(page: Page) -> set[int]:
    """The primary keys of the pictures that a page's own fields and blocks refer to."""
    keys: set[Any] = set()
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = getattr(page, field.name)
            keys.update(
                key
                for model, key in stream_references(value.stream_block, value.raw_data)
                if issubclass(model, AbstractImage)
            )
        elif isinstance(field, models.ForeignKey) and issubclass(
            field.remote_field.model, AbstractImage
        ):
            keys.add(getattr(page, field.attname))
    return keys - {None}


def _is_replaced(instance: AbstractImage) -> bool:
    """Whether the row named another file before, or a file of this name with another content."""
    if instance._file_before is None:
        return False
    name, file_hash = instance._file_before
    rehashed = bool(file_hash and instance.file_hash and file_hash != instance.file_hash)
    return rehashed or name != instance.file.name


def _is_refocused(instance: AbstractImage) -> bool:
    before = instance._focus_before
    return before is not None and before != tuple(getattr(instance, name) for name in FOCUS)


def _enqueue_unmade(keys: set[int]) -> None:
    for image in renditions.in_bulk(get_image_model(), keys).values():
        if folders.is_private(image.file.name):
            continue
        if renditions.missing(image) or placeholders.is_missing(image):
            make_renditions.enqueue(image.pk)

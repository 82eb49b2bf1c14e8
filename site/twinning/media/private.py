"""Visitors' pictures that wait for a page: private until one that shows them is published.

Where its file lies says whether a picture is private; its collection keeps it from whoever may not
choose it. Files know nothing of transactions, so that each step leaves at worst a file that no row
names: `files` deletes what it finds of those, `publish` names them so that the next try finds them.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha1
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.permissions import policy_registry
from wagtail.tasks import delete_file_from_storage_task

from twinning.media import folders, stored
from twinning.media.anew import CleanPicture
from twinning.media.errors import StoreAwayError

logger = logging.getLogger(__name__)

#: Names of collections below the root; made where they are not there.
WAITING, SHOWN = "Pictures from visitors, not yet public", "Pictures from visitors"

#: What editors are told who would move one into another collection.
STAYS = _("A visitor’s picture stays in its collection until a page that shows it is published.")

_written: ContextVar[list[str] | None] = ContextVar("written", default=None)


# From a form


@contextmanager
def files() -> Iterator[None]:
    """A transaction in which `keep` may be called; no file outlives it that no row names.

    Raises:
        RuntimeError: there is a transaction around it, which could still be rolled back.
    """
    names: list[str] = []
    token = _written.set(names)
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        _written.reset(token)
        if names:
            stored.delete_unnamed(names)


def keep(
    clean: CleanPicture,
    title: str,
    description: str = "",
    credit: str = "",
    collection: Collection | None = None,
) -> AbstractImage:
    """Store a picture in the private collection, within `files`.

    Args:
        title, description, credit: are cut to what their columns hold; of a model that has no
            credit, nothing is kept of it.
        collection: a `waiting_room`; by default the private collection itself.

    Raises:
        RuntimeError: it is called outside of `files`.
    """
    names = _written.get()
    if names is None:
        raise RuntimeError("keep() needs files() around it, which deletes what is rolled back.")
    name = folders.new_private(f"a.{clean.extension}")
    names.append(name)
    model = get_image_model()
    words = {"title": title, "description": description, "credit": credit}
    known = {field.name for field in model._meta.concrete_fields}
    image = model(
        **{field: text[:255] for field, text in words.items() if field in known},
        file=_storage(model).save(name, ContentFile(clean.content)),
        file_size=len(clean.content),
        file_hash=sha1(clean.content, usedforsecurity=False).hexdigest(),
        width=clean.width,
        height=clean.height,
        collection=collection or _waiting(),
    )
    image.save()
    return image


# Who may see it


def is_private(item: Any) -> bool:
    """Whether something is a picture that is not public."""
    return isinstance(item, AbstractImage) and folders.is_private(item.file.name)


def image_at(name: str) -> AbstractImage | None:
    """The picture whose own file, or a rendition's, has a name."""
    model: Any = get_image_model()
    found: AbstractImage | None = model.objects.filter(file=name).first()
    if found is None:
        row: AbstractRendition | None
        row = model.get_rendition_model().objects.filter(file=name).select_related("image").first()
        found = row.image if row else None
    return found


def may_see(user: Any, image: AbstractImage | None) -> bool:
    """Whether a user may choose or change a picture in the admin."""
    policy = policy_registry.get_by_type(get_image_model())
    return image is not None and bool(
        policy.user_has_any_permission_for_instance(user, ["choose", "change"], image)
    )


# Its end: public, or gone


def publish_all(keys: Iterable[int]) -> set[int]:
    """Make public what is private of some pictures; the primary keys of those that became so.

    A picture whose file is missing, or whose store is away, is logged and left, for it keeps no
    page from its publication.
    """
    waiting = get_image_model().objects.filter(pk__in=keys, file__startswith=folders.PRIVATE)
    made = set()
    for image in waiting.order_by("pk"):  # in one order, in which nobody waits for each other
        try:
            publish(image)
        except (OSError, StoreAwayError) as error:
            logger.warning("Picture %s cannot be made public: %r", image.pk, error)
            if isinstance(error, StoreAwayError):
                break  # it is away for the others as well, and a page waits
        else:
            made.add(image.pk)
    return made


def publish(image: AbstractImage) -> None:
    """Make a picture public, under another name and in the collection `SHOWN`.

    Its row changes in the transaction that there is; safe to repeat.

    Raises:
        OSError: its file is missing.
    """
    with transaction.atomic():
        rows = type(image)._base_manager.select_for_update()
        row = rows.filter(pk=image.pk, file__startswith=folders.PRIVATE).first()
        if row is None:
            return
        old, storage = row.file.name, row.file.storage
        row.file.name = _copied(storage, old)
        row.collection = _below_root(SHOWN)
        row.save()  # `signals` deletes the renditions, and has others made
        _delete_on_commit(storage, old)
    image.refresh_from_db()


def remove(images: Iterable[AbstractImage]) -> None:
    """Delete pictures, private or not; their files and renditions with the commit."""
    with transaction.atomic():
        for image in images:
            if is_private(image):  # what a publication that was rolled back has left
                _delete_on_commit(image.file.storage, folders.public_name(image.file.name))
            image.delete()


def _copied(storage: Storage, old: str) -> str:
    new = folders.public_name(old)
    stored.delete_unnamed([new])  # of a publication that was rolled back
    with storage.open(old) as file:
        return storage.save(new, file)


def _delete_on_commit(storage: Any, name: str) -> None:
    """As Wagtail deletes the files of rows, in the background."""
    where = storage.deconstruct()
    transaction.on_commit(lambda: delete_file_from_storage_task.enqueue(where, name), robust=True)


# Where


def _storage(model: Any) -> Storage:
    storage: Storage = model._meta.get_field("file").storage
    return storage


def waiting_room(name: str) -> Collection:
    """A new collection below the private one, for whoever may see only some of the pictures."""
    return _waiting().add_child(name=name)


def _waiting() -> Collection:
    """The private collection; whoever has lifted its restriction finds it there again."""
    found = _below_root(WAITING)
    if not CollectionViewRestriction.objects.filter(collection=found).exists():
        login = CollectionViewRestriction.LOGIN
        CollectionViewRestriction.objects.create(collection=found, restriction_type=login)
    return found


def _below_root(name: str) -> Collection:
    found = Collection.objects.filter(depth=2, name=name).first()
    if found is not None:
        return found
    with transaction.atomic():
        # Whoever else makes it waits here.
        root = Collection.objects.select_for_update().filter(depth=1).first()
        return Collection.objects.filter(depth=2, name=name).first() or root.add_child(name=name)

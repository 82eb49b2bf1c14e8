"""No file without a row that names it: files know nothing of transactions.

Only of the folders that pictures, renditions and documents lie in: what else is stored there, such
as uploads that wait for a title, is looked after by whoever stores it.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.db import DatabaseError
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from twinning.media import folders
from twinning.media.errors import StoreAwayError

logger = logging.getLogger(__name__)

#: Until a file is tried to be deleted again, where its server was away.
LATER = timedelta(minutes=5)

#: Names, each with whether its server has said that it is stored.
_noted: ContextVar[dict[str, bool] | None] = ContextVar("noted", default=None)


def is_named_by_rows(name: str | None) -> bool:
    """Whether a file lies where a row of ours must name it."""
    return bool(name) and str(name).startswith(folders.OURS)


def note(name: str, is_confirmed: bool = True) -> None:
    """A file has been stored, or may have been; `watched` sees to it."""
    names = _noted.get()
    if names is not None and is_named_by_rows(name):
        names[name] = is_confirmed


def forget(name: str) -> None:
    """A file has not been stored after all."""
    names = _noted.get()
    if names is not None:
        names.pop(name, None)


def is_watched() -> bool:
    """Whether somebody will look at what has become of files: in a request, and in our tasks."""
    return _noted.get() is not None


@contextmanager
def watched() -> Iterator[None]:
    """What is stored meanwhile, and named by no row at the end, is deleted: it was rolled back.

    Later, where nobody knows whether it is stored: the server may still be at it.
    """
    names: dict[str, bool] = {}
    token = _noted.set(names)
    try:
        yield
    finally:
        _noted.reset(token)
        confirmed = [name for name in names if names[name]]
        if confirmed:
            delete_unnamed(confirmed)
        for name in names.keys() - confirmed:
            delete_later(name)


def delete_unnamed(names: Iterable[str]) -> None:
    """Delete those files that no row names; later, where the server is away."""
    try:
        unnamed = set(names) - _named(set(names))
    except DatabaseError as error:  # then nobody knows: better one file too many
        logger.warning("Files that were rolled back may be left over: %s", type(error).__name__)
        return
    for name in unnamed:
        try:
            delete_now(storage_of(name), name)
        except StoreAwayError:
            delete_later(name)


def answers(storage: Any) -> bool:
    """Whether files can be stored just now; one that is no `storages.Careful` does not say."""
    return bool(getattr(storage, "answers", lambda: True)())


def delete_now(storage: Any, name: str) -> None:
    """Delete a file, whatever storage it lies in: `storages.Careful` would wait for the commit.

    Raises:
        StoreAwayError: its server does not answer.
    """
    getattr(storage, "delete_now", storage.delete)(name)


def delete_later(name: str) -> None:
    """Delete a file when its server may be back, unless a row names it then."""
    from twinning.media.tasks import delete_file

    if delete_file.get_backend().supports_defer:
        with suppress(DatabaseError):
            delete_file.using(run_after=timezone.now() + LATER).enqueue(name)
            return
    logger.warning("A file may be left over, as its store does not answer: %s", name)


def storage_of(name: str) -> Any:
    """The storage that a file lies in, as its folder tells."""
    return _models(name)[0]._meta.get_field("file").storage


def _models(name: str) -> list[Any]:
    image: Any = get_image_model()
    if name.startswith(folders.DOCUMENTS):
        return [get_document_model()]
    if name.startswith(folders.RENDITIONS):
        return [image.get_rendition_model()]
    return [image, image.get_rendition_model()]  # either may be private


def _named(names: set[str]) -> set[str]:
    """Those that rows name."""
    found: set[str] = set()
    for model in {model for name in names for model in _models(name)}:
        found |= set(model._base_manager.filter(file__in=names).values_list("file", flat=True))
    return found

"""The files that rows name, wherever they are stored: what they are, and what is missing."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import Storage, default_storage
from django.db import DEFAULT_DB_ALIAS, models

from twinning.backup import manifest
from twinning.backup.errors import BackupError
from twinning.backup.manifest import Part, StoredFile
from twinning.media import folders, stored
from twinning.media.errors import StoreAwayError


def names(using: str = DEFAULT_DB_ALIAS) -> Iterator[tuple[str, models.FileField]]:
    """Each name once, with the field that has it."""
    seen: set[str] = set()
    for field in _fields():
        rows = field.model._base_manager.using(using).exclude(**{field.name: ""})
        found = rows.order_by("pk").values_list(field.name, flat=True)
        for name in found.iterator(chunk_size=2000):
            if name and name not in seen:
                seen.add(name)
                yield name, field


def label(field: models.FileField) -> str:
    """What a backup calls a field."""
    return f"{field.model._meta.label}.{field.name}"


def storage_of(written: str) -> Storage:
    """The storage of a field, as `label` has it; the default one where there is no such field."""
    model, _dot, name = written.rpartition(".")
    try:
        field: Any = apps.get_model(model)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return default_storage
    storage: Storage = getattr(field, "storage", default_storage)
    return storage


def look(storage: Storage, name: str, copy: Path | None = None) -> Part | None:
    """What a file is known by, copied on the way where it is to be; None where it is missing.

    Raises:
        BackupError: the store is away, or what it says cannot be written.
    """
    try:
        with storage.open(name) as content:
            return _copied(content, copy) if copy else manifest.part_of(content)
    except (FileNotFoundError, IsADirectoryError):
        return None
    except SuspiciousFileOperation:
        raise BackupError(f"A row names a file outside of its folder: {name!r}.") from None
    except StoreAwayError as error:
        raise BackupError(f"{error} Nothing has been changed.") from error
    except OSError as error:
        raise BackupError(f"{name}: {error.strerror}.") from error


def keep(storage: Storage, file: StoredFile, path: Path) -> None:
    """Store a file of a backup under the name that rows know it by.

    Raises:
        BackupError: it cannot be stored.
    """
    try:
        with path.open("rb") as content:
            stored = storage.save(file.name, File(content))
    except (OSError, StoreAwayError) as error:
        raise BackupError(f"{file.name} cannot be stored: {error}") from error
    if stored != file.name:
        _delete(storage, stored)
        raise BackupError(f"{file.name} cannot be stored: there is another file of that name.")


def replace(storage: Storage, file: StoredFile, path: Path) -> None:
    """As `keep`, in place of another file of that name."""
    _delete(storage, file.name)
    keep(storage, file, path)


def unnamed(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Files in the folders of pictures, renditions and documents that no row names, by name.

    Raises:
        BackupError: the store is away, or does not say what it has.
    """
    storages: list[Storage] = []
    for field in _fields():
        if field.storage not in storages:
            storages.append(field.storage)
    known = {name for name, _field in names(using)}
    try:
        found = {
            name
            for storage in storages
            for folder in folders.OURS
            for name in _below(storage, folder.rstrip("/"))
        }
    except StoreAwayError as error:
        raise BackupError(f"{error} It must let its files be listed (s3:ListBucket).") from error
    return sorted(found - known)


def _fields() -> list[models.FileField]:
    """Of all models with tables of their own."""
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, models.FileField)
    ]


def _copied(content: Any, path: Path) -> Part:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(manifest.private(path), "wb") as copy:
        part = manifest.part_of(content, copy)
        copy.flush()
        os.fsync(copy.fileno())
    return part


def _delete(storage: Any, name: str) -> None:
    try:
        stored.delete_now(storage, name)
    except (OSError, StoreAwayError) as error:
        raise BackupError(f"{name} cannot be replaced: {error}") from error


def _below(storage: Storage, folder: str) -> Iterator[str]:
    try:
        inner, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in inner:
        yield from _below(storage, f"{folder}/{name}")

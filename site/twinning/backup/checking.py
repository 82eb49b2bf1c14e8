"""Look at backups, and at what the store has of the files that are listed or named."""

from pathlib import Path

from twinning.backup import database, manifest, named
from twinning.backup.errors import BackupError
from twinning.backup.manifest import Manifest, StoredFile


def faults(folder: Path) -> tuple[Manifest, list[str]]:
    """What a backup says of itself, and each part that is not what it says.

    The dump itself is opened where it is of the site's own kind of database.

    Raises:
        BackupError: the folder is no backup.
    """
    known = manifest.read(folder)
    found = [
        f"{name} {fault}"
        for name, part in ((manifest.DATABASE, known.database), (manifest.LIST, known.list))
        if (fault := manifest.fault_of(folder / name, part))
    ]
    if known.copied and not any(fault.startswith(manifest.LIST) for fault in found):
        for file in manifest.listed(folder):
            fault = manifest.fault_of(manifest.path_of(folder, file.name), file)
            if fault:
                found.append(f"{file.name} {fault}")
    if not found and known.kind == database.kind():
        database.dialect().check(folder / manifest.DATABASE)
    return known, found


def whole(folder: Path) -> Manifest:
    """What a backup says of itself.

    Raises:
        BackupError: names what is wrong with it.
    """
    known, found = faults(folder)
    if found:
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise BackupError(f"{folder} is not whole: {', '.join(found[:3])}{more}.")
    return known


def against_store(folder: Path) -> tuple[list[StoredFile], list[StoredFile]]:
    """Of the files that a backup lists, those that the store lacks, and those that differ in it.

    Raises:
        BackupError: the store is away, or the list cannot be read.
    """
    missing, other = [], []
    for file in manifest.listed(folder):
        part = named.look(named.storage_of(file.field), file.name)
        if part is None:
            missing.append(file)
        elif (part.size, part.sha256) != (file.size, file.sha256):
            other.append(file)
    return missing, other


def lost() -> list[str]:
    """Names of files that rows of the database name and the store does not have.

    Raises:
        BackupError: the store is away.
    """
    return [name for name, field in named.names() if named.look(field.storage, name) is None]

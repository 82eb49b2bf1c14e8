"""What a backup says of itself: `manifest.json`, written last, and a line for each file.

A folder without a manifest is no backup. Each part is named with its size and SHA-256.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join

from twinning.backup.errors import BackupError

#: Of the folder: another number is another form, which this release cannot read.
FORMAT = 1

MANIFEST, DATABASE, LIST, FILES = "manifest.json", "database.dump", "files.jsonl", "files"


@dataclass(frozen=True)
class Part:
    """What a file is known by: bytes, and SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True)
class StoredFile(Part):
    """A file that a row names.

    Args:
        name: as its storage has it.
        field: the model field that names it, such as `media.TwinningImage.file`.
    """

    name: str
    field: str


@dataclass(frozen=True)
class Manifest:
    """All that there is to know of a backup before it is opened.

    Args:
        made_at: ISO 8601, UTC.
        kind: of the database, as Django calls it: `postgresql` or `sqlite`.
        server: the version of its software.
        versions: of what the site stands on, by package.
        migrations: all that were applied of the apps that were installed: `app.name`.
        rows: how many there are, by the model's label.
        database, list: the parts of those names.
        files: how many are listed.
        bytes: how many they have in all.
        copied: whether they are in the backup themselves.
        missing: names of files that rows name and the store does not have.
    """

    made_at: str
    kind: str
    server: str
    versions: dict[str, str]
    migrations: list[str]
    rows: dict[str, int]
    database: Part
    list: Part
    files: int
    bytes: int
    copied: bool
    missing: tuple[str, ...] = ()
    format: int = field(default=FORMAT)


def write(folder: Path, manifest: Manifest) -> None:
    """Write it, as the last thing."""
    text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False, sort_keys=True)
    write_text(folder / MANIFEST, [text, "\n"])


def read(folder: Path) -> Manifest:
    """What a backup says of itself.

    Raises:
        BackupError: the folder is none, or of another form.
    """
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise BackupError(f"{folder} is no backup: it has no {MANIFEST}.") from None
    except (OSError, ValueError) as error:
        raise BackupError(f"{path} cannot be read: {error}") from error
    number = found.get("format") if isinstance(found, dict) else None
    if number != FORMAT:
        raise BackupError(f"{path} is of format {number}; this release reads format {FORMAT}.")
    try:
        parts = {name: Part(**found[name]) for name in ("database", "list")}
        return Manifest(**{**found, **parts, "missing": tuple(found["missing"])})
    except (KeyError, TypeError) as error:
        raise BackupError(f"{path} is not whole: {error}") from error


def listed(folder: Path) -> Iterator[StoredFile]:
    """The files of a backup, whose list has been looked at by `fault_of`.

    Raises:
        BackupError: the list cannot be read.
    """
    path = folder / LIST
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield StoredFile(**json.loads(line))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{path} cannot be read: {error}") from error


def line_of(file: StoredFile) -> str:
    """A line of the list."""
    return json.dumps(asdict(file), ensure_ascii=False, sort_keys=True) + "\n"


def path_of(folder: Path, name: str) -> Path:
    """Where a backup has a file.

    Raises:
        BackupError: the name leads out of the folder.
    """
    try:
        return Path(safe_join(folder / FILES, name))
    except SuspiciousFileOperation:
        raise BackupError(f"A file has a name that leads out of its folder: {name!r}.") from None


def fault_of(path: Path, known: Part) -> str | None:
    """What is wrong with a file on the disk; None where it is as it was."""
    try:
        size = path.stat().st_size
        if size != known.size:
            return f"has {size} bytes instead of {known.size}"
        with path.open("rb") as content:
            return None if part_of(content).sha256 == known.sha256 else "has changed"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def part_of(content: Any, copy: BinaryIO | None = None) -> Part:
    """Size and SHA-256 of what can still be read, which is copied on the way if it is to be."""
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
        if copy is not None:
            copy.write(chunk)
    return Part(size, digest.hexdigest())


def part_at(path: Path) -> Part:
    """Those of a file on the disk, once that is sure to be on it."""
    with path.open("rb") as content:
        os.fsync(content.fileno())
        return part_of(content)


def write_text(path: Path, lines: Iterable[str]) -> None:
    """Write a file for its owner alone, and see it onto the disk."""
    with os.fdopen(private(path), "w", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())


def private(path: Path) -> int:
    """A new file that its owner alone may read: a descriptor to write to."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def touch(path: Path) -> None:
    """Make an empty file that its owner alone may read, for others to write to."""
    os.close(private(path))

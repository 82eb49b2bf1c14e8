"""Make a backup: the database in one snapshot, then the files that its rows name."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.db import DatabaseError

from twinning import releasing
from twinning.backup import database, manifest, named
from twinning.backup.errors import BackupError
from twinning.backup.manifest import Manifest, StoredFile

#: What the site stands on.
_PACKAGES = ("Django", "wagtail", "wagtail-localize")


def make(target: Path, files: bool, say: Callable[[str], object]) -> Manifest:
    """Make a backup in a new folder, which is there wholly or not at all.

    Args:
        files: whether the files are copied, or listed alone.
        say: takes what is being done.

    Raises:
        BackupError: there is no backup.
    """
    try:
        with _folder(target) as folder:
            return _fill(folder, files, say)
    except DatabaseError as error:
        raise BackupError(f"The database does not answer as it should: {error}") from error
    except OSError as error:
        raise BackupError(f"{target} cannot be written: {error.strerror or error}") from error


def _fill(folder: Path, files: bool, say: Callable[[str], object]) -> Manifest:
    dialect = database.dialect()
    dump = folder / manifest.DATABASE
    server = dialect.server()
    say(f"Dumping the database ({database.kind()} {server}) …")
    # A migration would wait for the dump to let go of its tables, and everybody else for that.
    with releasing.alone(say), dialect.dumped(dump) as alias:
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        rows, migrations = database.rows(alias), database.applied(alias)
        names = [(name, named.label(field), field.storage) for name, field in named.names(alias)]
    dialect.check(dump)
    say(f"{'Copying' if files else 'Reading'} {len(names)} files …")
    missing: list[str] = []
    sizes: list[int] = []

    def lines() -> Iterator[str]:
        for name, label, storage in names:
            copy = manifest.path_of(folder, name) if files else None
            part = named.look(storage, name, copy)
            if part is None:
                missing.append(name)
                continue
            sizes.append(part.size)
            yield manifest.line_of(StoredFile(part.size, part.sha256, name, label))

    manifest.write_text(folder / manifest.LIST, lines())
    made = Manifest(
        made_at=made_at,
        kind=database.kind(),
        server=server,
        versions={package: version(package) for package in _PACKAGES},
        migrations=migrations,
        rows=rows,
        database=manifest.part_at(dump),
        list=manifest.part_at(folder / manifest.LIST),
        files=len(sizes),
        bytes=sum(sizes),
        copied=files,
        missing=tuple(missing),
    )
    manifest.write(folder, made)
    return made


@contextmanager
def _folder(target: Path) -> Iterator[Path]:
    """A folder that gets its name once it is whole; of one that fails nothing is left.

    One that is killed leaves a folder whose name ends in `.unfinished`.
    """
    if target.exists() or target.is_symlink():
        raise BackupError(f"{target} is there already. Name a new folder.")
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}.")
    name = tempfile.mkdtemp(".unfinished", f"{target.name}.", target.parent)  # its owner's alone
    try:
        yield Path(name)
        for folder, _folders, _files in os.walk(name):
            _sync(Path(folder))
        os.rename(name, target)
        _sync(target.parent)
    except BaseException:
        shutil.rmtree(name, ignore_errors=True)
        raise


def _sync(folder: Path) -> None:
    """See what a folder's files are called onto the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

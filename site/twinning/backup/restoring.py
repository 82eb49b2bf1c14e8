"""Restore a backup into an empty site: all is looked at first, and the database comes last.

A file that is new to the store harms nobody if what follows fails. The database takes the place of
what was there in one transaction, and says of itself what is left to do (`pending`), which comes
next. The store may go away at any time: files that differ are replaced last, where that is allowed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError

from twinning import releasing
from twinning.backup import afterwards, checking, database, manifest, named, pending
from twinning.backup.errors import BackupError
from twinning.backup.manifest import Manifest, StoredFile


@dataclass(frozen=True)
class Restored:
    """What has become of a site.

    Args:
        settled: as `afterwards.settle` says it.
        missing: names of files that rows name and the store does not have.
    """

    settled: dict[str, int]
    missing: list[str]


def restore(folder: Path, replace: bool, say: Callable[[str], object]) -> Restored:
    """Put a backup in the place of all that the site's database has.

    Args:
        replace: whether it may have pages and people, and the store other files of these names.
        say: takes what is being done.

    Raises:
        BackupError: says why, and what was changed if anything was.
    """
    say(f"Looking at {folder} …")
    known = checking.whole(folder)
    _fits(known)
    try:
        with releasing.alone(say):
            return _restore(folder, known, replace, say)
    except DatabaseError as error:
        raise BackupError(f"The database does not answer as it should: {error}") from error


def _restore(
    folder: Path, known: Manifest, replace: bool, say: Callable[[str], object]
) -> Restored:
    if database.is_in_use() and not replace:
        raise BackupError(
            "The site has pages or people already. --replace puts the backup in their place."
        )
    say(f"Comparing {known.files} files with the store …")
    missing, other = checking.against_store(folder)
    if other and not replace:
        raise BackupError(
            f"{len(other)} files of the store are other than the backup's, such as "
            f"{other[0].name}. --replace puts those that the backup has in their place."
        )
    if known.copied:
        _each(named.keep, folder, missing)
    _tell_of_others(say)
    say(f"Restoring the database, as it was at {known.made_at} …")
    dialect = database.dialect()
    gone = [*known.missing, *([] if known.copied else [file.name for file in missing])]
    dialect.load(folder / manifest.DATABASE, pending.note(gone))
    dialect.forget()
    wrong = _wrong(known)
    _migrate()
    settled = _settle(gone)
    if known.copied:
        _replace(folder, other)
    if wrong:
        raise BackupError(f"The database was restored, but not all rows of {', '.join(wrong)}.")
    return Restored(settled, gone)


def _fits(known: Manifest) -> None:
    """See that this site can have a backup.

    Raises:
        BackupError: it is of another kind of database, or another release.
    """
    if known.kind != database.kind():
        raise BackupError(
            f"The backup is one of {known.kind}; DATABASE_URL names a database of "
            f"{database.kind()}. A dump can only be restored into its own kind."
        )
    unknown = database.unknown(known.migrations)
    if unknown:
        raise BackupError(
            f"The backup is of another release, whose migrations are not here: {unknown[0]} "
            f"and {len(unknown) - 1} more. Restore it with the release that it was made with."
        )


def _each(do: Callable[..., None], folder: Path, files: list[StoredFile]) -> None:
    for file in files:
        do(named.storage_of(file.field), file, manifest.path_of(folder, file.name))


def _tell_of_others(say: Callable[[str], object]) -> None:
    """A process that goes on would write into what is being restored."""
    dialect = database.dialect()
    dialect.forget()
    number = dialect.others() - dialect.OWN
    if number > 0:
        say(f"{number} others are connected to the database: web, worker and clock must not run.")


def _wrong(known: Manifest) -> list[str]:
    """Labels of models of which the database has not as many rows as were dumped."""
    found = database.rows_of(known.rows)
    return [label for label, number in known.rows.items() if found.get(label, number) != number]


def _settle(gone: list[str]) -> dict[str, int]:
    try:
        return afterwards.settle(gone)
    except DatabaseError as error:
        raise BackupError(
            f"The database was restored, and not brought into the present: {error} "
            "`manage.py release` does so; no worker and no clock starts before."
        ) from error


def _replace(folder: Path, files: list[StoredFile]) -> None:
    try:
        _each(named.replace, folder, files)
    except BackupError as error:
        raise BackupError(
            f"The database was restored, but not all files that differ were replaced: {error} "
            "`check_media` with the folder names them; once the store answers, restore it again."
        ) from error


def _migrate() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise BackupError(
            f"The database was restored as it was, and cannot be migrated: {error} "
            "Restore it with the release that it was made with. No worker and no clock starts "
            "before `manage.py release` has come to its end."
        ) from error

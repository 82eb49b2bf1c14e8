"""Back the site up into a new folder: the database, and the files that its rows name."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from twinning.backup import making
from twinning.backup.errors import BackupError

#: Done, but for files that nobody has.
INCOMPLETE = 3


class Command(BaseCommand):
    """`manage.py backup FOLDER`: status 3 where rows name files that the store does not have."""

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and whether with files."""
        parser.add_argument("folder", type=Path, help="a folder that is not there yet")
        parser.add_argument(
            "--files", action="store_true", help="copy the files, instead of listing them alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and say what is in it."""
        folder = options["folder"].absolute()
        try:
            made = making.make(folder, options["files"], self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(made.rows.values())
        self.stdout.write(f"{folder}: {rows} rows, {made.files} files of {made.bytes} bytes.")
        if not made.copied:
            self.stdout.write(
                "The files are listed, not copied: keep them where they lie, by the versions and "
                "the replication of their bucket, or back up with --files."
            )
        if made.missing:
            raise CommandError(
                f"The backup is made, but {len(made.missing)} files that rows name are missing in "
                f"the store, such as {made.missing[0]}. Its manifest names them all.",
                returncode=INCOMPLETE,
            )

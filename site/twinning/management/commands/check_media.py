"""Look whether the store has the files that the database names, or that a backup lists."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from twinning.backup import checking, named
from twinning.backup.errors import BackupError


class Command(BaseCommand):
    """`manage.py check_media [FOLDER] [--orphans]`: names what is missing, or other, or nobody's.

    Only what is missing or other makes the status 1. It changes nothing.
    """

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """By what to judge, and whether to look for files of nobody."""
        parser.add_argument("folder", type=Path, nargs="?", help="a backup, with its checksums")
        parser.add_argument(
            "--orphans", action="store_true", help="name files as well that no row names"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each."""
        try:
            wrong = self.wrong(options["folder"])
            orphans = named.unnamed() if options["orphans"] else []
        except BackupError as error:
            raise CommandError(str(error)) from error
        for line in wrong:
            self.stderr.write(line)
        for name in orphans:
            self.stdout.write(f"nobody’s: {name}")
        if wrong:
            raise CommandError(f"{len(wrong)} files are not as they should be.")
        self.stdout.write("No file is missing.")

    def wrong(self, folder: Path | None) -> list[str]:
        """What is missing, and what is other than it was."""
        if folder is None:
            return [f"missing: {name}" for name in checking.lost()]
        checking.whole(folder.absolute())
        missing, other = checking.against_store(folder.absolute())
        return [
            *(f"missing: {file.name}" for file in missing),
            *(f"other: {file.name}" for file in other),
        ]

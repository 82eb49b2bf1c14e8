"""Look whether a backup is whole: its dump, its list of files, and each file that it has."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from twinning.backup import checking
from twinning.backup.errors import BackupError


class Command(BaseCommand):
    """`manage.py verify_backup FOLDER`: changes nothing; needs no database."""

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which."""
        parser.add_argument("folder", type=Path, help="what `backup` has made")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what it is, or what is wrong with it."""
        folder = options["folder"].absolute()
        try:
            known, faults = checking.faults(folder)
        except BackupError as error:
            raise CommandError(str(error)) from error
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{folder} is not whole.")
        copied = "copied" if known.copied else "listed, not copied"
        self.stdout.write(
            f"{folder} is whole: {known.kind} {known.server}, as it was at {known.made_at}, "
            f"{sum(known.rows.values())} rows, {known.files} files {copied}."
        )

"""Restore a backup into an empty site, while no other process of the site runs."""

from pathlib import Path
from typing import Any

from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from twinning.backup import restoring
from twinning.backup.errors import BackupError
from twinning.management.commands.backup import INCOMPLETE


class Command(BaseCommand):
    """`manage.py restore FOLDER`: status 3 where files are missing afterwards."""

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which, and whether it may replace a site."""
        parser.add_argument("folder", type=Path, help="what `backup` has made")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="even if the site has pages: all that its database has is lost",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say what was done to it."""
        try:
            done = restoring.restore(
                options["folder"].absolute(), options["replace"], self.stdout.write
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        for what, number in done.settled.items():
            self.stdout.write(f"{number} {what}")
        self.stdout.write("Restored.")
        if "release" in get_commands():
            self.stdout.write("Run `manage.py release` before the site is started.")
        if done.missing:
            raise CommandError(
                f"{len(done.missing)} files are missing in the store, such as {done.missing[0]}; "
                "`check_media` names them all.",
                returncode=INCOMPLETE,
            )

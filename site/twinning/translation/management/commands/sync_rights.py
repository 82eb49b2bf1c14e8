"""Roles and teams as ordinary groups, with what they may do."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from twinning.translation.rights import defaults, granting, rows


class Command(BaseCommand):
    """Make groups and rights that are missing; what somebody has added stays, unless --prune."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; list what differs, and exit with 1 if anything does",
        )
        parser.add_argument(
            "--prune",
            action="store_true",
            help="take from our groups what the table of rights does not give them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self.check_only()
            return
        found = granting.sync()
        self.stdout.write(f"{len(found.missing)} rights were missing and have been given.")
        if options["prune"]:
            rows.remove(found.more)
            self.stdout.write(f"{len(found.more)} rights were too many and have been taken away.")
        elif found.more:
            self.stdout.write(
                f"{len(found.more)} rights are more than the table gives; see --check."
            )
        self.warn()

    def check_only(self) -> None:
        """List what differs.

        Raises:
            CommandError: something does.
        """
        with transaction.atomic():
            groups = granting.make_groups()
            found = granting.difference()
            lines = [f"+ {name}: the group" for name in groups]
            lines += [f"+ {line}" for line in rows.described(found.missing)]
            lines += [f"- {line}" for line in rows.described(found.more)]
            transaction.set_rollback(True)
        for line in lines:
            self.stdout.write(line)
        self.warn()
        if lines:
            raise CommandError(f"{len(lines)} differences; + is missing, - is too many.")
        self.stdout.write("Groups may do what the table of rights says.")

    def warn(self) -> None:
        """Name groups of others that reach every page."""
        for name in defaults.reaching_everything():
            self.stderr.write(
                f"The group “{name}” is no role’s, but has rights on every page or file."
            )

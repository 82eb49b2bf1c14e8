"""Make the states of translations anew, after something has changed them past Django's signals."""

from typing import Any

from django.core.management import BaseCommand, CommandParser

from twinning.translation.states import keeping


class Command(BaseCommand):
    """Make the states of all pages anew."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="only those of pages without")

    def handle(self, *args: Any, **options: Any) -> None:
        number = keeping.refresh_missing() if options["missing"] else keeping.refresh_all()
        if number or not options["missing"]:
            self.stdout.write(f"{number} states of pages made.")

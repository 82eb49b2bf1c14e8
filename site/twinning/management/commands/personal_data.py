"""Say everything that is kept of whoever has an e-mail address, or erase it."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import validate_email

from twinning import privacy


class Command(BaseCommand):
    """`manage.py personal_data export|erase ADDRESS`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and for whom."""
        parser.add_argument("action", choices=["export", "erase"])
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write JSON, or how many records were erased."""
        address = options["address"].strip()
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address!r} is no e-mail address.") from error
        found: Any = privacy.export if options["action"] == "export" else privacy.erase
        self.stdout.write(
            json.dumps(found(address), indent=2, ensure_ascii=False, cls=DjangoJSONEncoder)
        )

"""Forget somebody's second factor: for the last administrator, whom nobody else can help."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.log_actions import log

from twinning.security.second_factor import codes


class Command(BaseCommand):
    """They set up a device anew at the next login."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("user", help="a user's name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Forget device and recovery codes.

        Raises:
            CommandError: there is no such user.
        """
        user = get_user_model()._default_manager.filter(username=options["user"]).first()
        if user is None:
            raise CommandError("There is no such user.")
        codes.reset(user)
        log(user, "twinning.second_factor.reset", data={"source": "management_command"})
        self.stdout.write("They set up a device at the next login.")

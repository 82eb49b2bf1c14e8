"""Make an API token with its limits; Wagtail's `api_tokens create` makes one that opens nothing."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.log_actions import log

from twinning.security.models import TokenLimits
from twinning.security.tokens import making


class Command(BaseCommand):
    """Prints the token, which is kept nowhere."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose it is, and what it may be used for."""
        parser.add_argument("--user", required=True, help="whose rights it has: a user's name")
        parser.add_argument("--name", required=True, help="what it is for")
        parser.add_argument("--write", action="store_true", help="it may write, not only read")
        parser.add_argument("--language", action="append", default=[], help="only pages in it")
        parser.add_argument("--days", type=int, help="for which it is valid")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it.

        Raises:
            CommandError: there is no such user, language or number of days.
        """
        user = get_user_model()._default_manager.filter(username=options["user"]).first()
        if user is None:
            raise CommandError("There is no such user.")
        scope = TokenLimits.Scope.WRITE if options["write"] else TokenLimits.Scope.READ
        try:
            token, plain = making.make(
                user, options["name"], scope, options["language"], options["days"]
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        log(token, "wagtail.apitoken.create", data={"source": "management_command"})
        self.stdout.write(plain)

"""What a deployment runs once, before its web processes start: the Procfile's `release`."""

from typing import Any

from django.core.management import BaseCommand, call_command
from django.db import DEFAULT_DB_ALIAS

from twinning.translation.rights import roles


class Command(BaseCommand):
    """Migrate, compile catalogues, collect static files, make groups once, check all settings."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=1)
        call_command("compile_catalogues")
        call_command("collectstatic", interactive=False, verbosity=0)
        if not roles.in_use():  # later, what an administrator has taken away stays away
            call_command("sync_rights")
        call_command("check", deploy=True, fail_level="WARNING", databases=[DEFAULT_DB_ALIAS])

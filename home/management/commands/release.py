"""What a deployment runs once, before its web processes start: the Procfile's `release`."""

from typing import Any

from django.core.management import BaseCommand, call_command
from django.db import DEFAULT_DB_ALIAS

from twinning import releasing
from twinning.backup import afterwards
from twinning.translation.rights import roles
from twinning.unlimited import unlimited


class Command(BaseCommand):
    """Migrate, complete what is kept of translations, and do what each machine needs (`build`).

    Then make groups, the first time, do what apps have registered, such as the search index where
    it is of other rules, and check settings and database. One release at a time: another one waits.
    """

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with releasing.alone(self.stdout.write):
            call_command("migrate", interactive=False, verbosity=1)
            with unlimited():  # anew: `migrate` has ended its own
                self.complete()
        call_command("check", deploy=True, fail_level="WARNING", databases=[DEFAULT_DB_ALIAS])

    def complete(self) -> None:
        """What comes after the migrations and before the checks."""
        afterwards.finish(self.stdout.write)
        call_command("refresh_translation_states", missing=True)
        call_command("build")
        if not roles.in_use():  # later, what an administrator has taken away stays away
            call_command("sync_rights")
        for _name, step in releasing.steps():
            step(self.stdout.write)

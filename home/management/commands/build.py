"""What a deployment runs on each machine: it makes what processes read from their own disk."""

from typing import Any

from django.core.management import BaseCommand, call_command

from twinning import building


class Command(BaseCommand):
    """Compile the catalogues and collect static files. Needs neither the database nor the network.

    On each machine, before its processes start; nothing where it is done. `release` does so too.
    """

    help = __doc__
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not building.look():
            self.stdout.write("Built already.")
            return
        call_command("compile_catalogues", verbosity=options["verbosity"])
        call_command("collectstatic", interactive=False, verbosity=0)
        building.seal()

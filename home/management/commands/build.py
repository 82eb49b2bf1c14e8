"""What a deployment runs on each machine: it makes what processes read from their own disk."""

from typing import Any

from django.core.management import BaseCommand, call_command

from twinning import building


class Command(BaseCommand):
    """Compile the catalogues and collect static files. Needs neither the database nor the network.

    Safe to repeat; on each machine, before its processes start. `release` does it as well.
    """

    help = __doc__
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("compile_catalogues", verbosity=options["verbosity"])
        call_command("collectstatic", interactive=False, verbosity=0)
        building.seal()

"""Send the webhooks that are due. For a scheduler, every minute, where no worker does it."""

import time
from typing import Any

from django.core.management import BaseCommand, CommandParser

from twinning import conf
from twinning.webhooks import claims, tasks


class Command(BaseCommand):
    """Send until nothing is due, or go on for ever; say how many requests were taken."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to go on."""
        parser.add_argument(
            "--watch",
            action="store_true",
            help="Go on sending until interrupted: for development, beside `make run`.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sent = self._send()
        while options["watch"]:
            time.sleep(max(conf.get("WEBHOOK_BATCH_SECONDS"), 0.2))
            sent += self._send()
        self.stdout.write(f"{sent} deliveries sent.")

    def _send(self) -> int:
        """All that is due or still gathers, but for what is to be tried later."""
        sent = tasks.run()
        moment = claims.next_moment()
        while moment is not None:
            time.sleep(max(0.0, moment.timestamp() - time.time()))
            sent += tasks.run()
            moment = claims.next_moment()
        return sent

"""Send the e-mail that is due: new, or to be tried again. For a scheduler, every few minutes."""

from typing import Any

from django.core.management import BaseCommand

from twinning.mail import outbox, queries


class Command(BaseCommand):
    """Send all that is due, and say how many messages still wait for their next try."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        sent = outbox.deliver_due()
        self.stdout.write(f"{sent} messages sent, {queries.waiting().count()} waiting.")

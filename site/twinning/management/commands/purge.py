"""Erase what was kept of people for as long as the settings allow."""

from typing import Any

from django.core.management.base import BaseCommand

from twinning import privacy


class Command(BaseCommand):
    """`manage.py purge`."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and say of how many records."""
        for name, number in privacy.purge().items():
            self.stdout.write(f"{name}: {number}")

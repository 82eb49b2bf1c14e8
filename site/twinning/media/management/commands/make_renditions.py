"""Make all renditions and previews that the library lacks, ahead of the first visitor."""

from typing import Any

from django.core.management import BaseCommand

from twinning.media import library


class Command(BaseCommand):
    """Make what is missing; a picture whose file is broken is logged and passed over."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{library.make_all()} renditions made.")

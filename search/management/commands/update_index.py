"""Wagtail's command, with all the time in the world."""

from typing import Any

from wagtail.search.management.commands import update_index

from twinning.unlimited import unlimited


class Command(update_index.Command):
    """Wagtail's own, in which the database ends no statement for taking long."""

    def handle(self, **options: Any) -> None:
        with unlimited():
            super().handle(**options)

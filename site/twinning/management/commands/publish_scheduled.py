"""Wagtail's `publish_scheduled`, in a transaction for each page."""

from typing import Any

from wagtail.management.commands import publish_scheduled

from twinning.publishing import scheduled


class Command(publish_scheduled.Command):
    """In its place; what would be done is told as Wagtail tells it."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or only tell."""
        if options["dryrun"]:
            super().handle(*args, **options)
        else:
            scheduled.run()

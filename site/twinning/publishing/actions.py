"""Publishing, taking down and copying in the API v3."""

from typing import Any

from django.db import transaction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page


class Publish(PublishPageRevisionAction):
    """As in Wagtail, in one transaction."""

    @transaction.atomic
    def execute(self, *args: Any, **kwargs: Any) -> Any:
        """Publish, or leave everything as it was."""
        return super().execute(*args, **kwargs)


class Unpublish(UnpublishPageAction):
    """As in Wagtail, in one transaction, with all that is below where that is asked for."""

    @transaction.atomic
    def execute(self, *args: Any, **kwargs: Any) -> Any:
        """Take down, or leave everything as it was."""
        return super().execute(*args, **kwargs)


class Copy(CopyPageAction):
    """As in Wagtail, in one transaction, unless it is all of a section: copies may be live."""

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        """Copy, or leave everything as it was; a section as Wagtail does.

        That can take minutes, for which nobody else could write beside it, or at all on SQLite.
        """
        if self.recursive:
            return super().execute(*args, **kwargs)
        with transaction.atomic():
            return super().execute(*args, **kwargs)


def register_actions(registry: Any) -> None:
    """Put these in the place of Wagtail's own; `register_actions`."""
    for action in (Publish, Unpublish, Copy):
        registry.register(Page, action)

"""The panels of the admin's home page: what waits for its reader, and what to do next."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from twinning import references
from twinning.translation.board import next_steps, status, waiting, work
from twinning.translation.board.reader import Reader
from twinning.translation.board.views import STYLES
from twinning.translation.states.status import Status

#: Of each kind, so many are named; the rest is behind a link.
NAMED = 5


class OurPanel(Component):
    """A panel that knows its reader."""

    media = STYLES

    def __init__(self, user: Any) -> None:
        self.reader = Reader(user)

    @cached_property
    def amounts(self) -> list[work.Amount]:
        """What is to be done in the reader's languages, asked for once for all panels."""
        return references.current().once(
            ("amounts of work", self.reader.user.pk),
            lambda: work.amounts(self.reader, self.reader.languages),
        )


class WaitingPanel(OurPanel):
    """Moderation, the parts' own items, and translations that have begun."""

    name = "waiting"
    template_name = "twinning/admin/board/waiting.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """`reviews`, `items`, `amounts` by language and the `tasks` that matter most."""
        begun = [amount for amount in self.amounts if amount.status in status.WORK]
        return {
            "reviews": waiting.reviews(self.reader.user, NAMED),
            "items": waiting.items(self.reader.user),
            "amounts": begun,
            "tasks": work.first(self.reader, self.reader.languages, NAMED) if begun else [],
            "has_languages": bool(self.reader.languages),
        }


class NextStepsPanel(OurPanel):
    """What would do the site good; hidden where nobody can think of anything."""

    name = "next_steps"
    template_name = "twinning/admin/board/next_steps.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """`steps` of the parts, and the `missing` translations."""
        missing = [amount for amount in self.amounts if amount.status == Status.MISSING]
        return {"steps": next_steps.steps(self.reader.user), "missing": missing}

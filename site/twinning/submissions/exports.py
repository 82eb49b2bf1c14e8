"""That somebody has taken a copy of what is kept of people."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log

ACTION = "twinning.export"


class ExportFormatter(LogFormatter):
    """Of what, and how many records."""

    label = _("Export personal data")

    def format_message(self, entry: Any) -> str:
        """With the name of the part of the site, as the code has it."""
        data = entry.data or {}
        words = _("Exported personal data (%(what)s: %(number)s)")
        return str(words % {"what": data.get("what", ""), "number": data.get("number", "")})


def register(registry: Any) -> None:
    """Register the action, for Wagtail's hook."""
    registry.register_action(ACTION)(ExportFormatter)


def exported(user: Any, what: str, number: int) -> None:
    """Write it into the log.

    Args:
        user: who.
        what: as the code calls it, such as `enquiries`; never of whom.
        number: of records.
    """
    log(user, ACTION, user=user, data={"what": what, "number": number})

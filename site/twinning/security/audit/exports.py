"""That somebody has taken a copy of what is kept of people."""

from typing import Any

from wagtail.log_actions import log


def exported(user: Any, what: str, number: int) -> None:
    """Write it into the log.

    Args:
        user: who.
        what: as the code calls it, such as `enquiries`; never of whom.
        number: of records.
    """
    log(user, "twinning.export", user=user, data={"what": what, "number": number})

"""Background work of the board (ADR 9)."""

import logging

from django_tasks import task

from twinning.priorities import OUTSIDE
from twinning.translation.board import digest

logger = logging.getLogger(__name__)


@task(priority=OUTSIDE)
def send_digests() -> None:
    """Send the weekly digests that are due; safe to repeat."""
    number = digest.send_due()
    if number:
        logger.info("Wrote %d weekly digests", number)

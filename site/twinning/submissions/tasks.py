"""Background work on what visitors send (ADR 9)."""

import logging

from django_tasks import task

from twinning import privacy
from twinning.priorities import UPKEEP

logger = logging.getLogger(__name__)


@task(priority=UPKEEP)
def purge() -> None:
    """Erase what was kept of people for as long as the settings allow; safe to repeat."""
    erased = {name: number for name, number in privacy.purge().items() if number}
    if erased:
        logger.info("Erased what was kept for long enough: %s", erased)

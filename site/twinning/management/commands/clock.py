"""Begin what is to be done again and again, in time; one such process is enough."""

import logging
import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from twinning import clock
from twinning.backup import pending
from twinning.observing import processes

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """`manage.py clock` runs until it is told to stop."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the jobs until SIGTERM or SIGINT."""
        if _is_unfinished():
            raise CommandError(pending.UNFINISHED)
        stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_args: stop.set())
        processes.begin("clock")
        for job in clock.jobs():
            logger.info("%s: every %s", job.name, job.every)
        clock.run(stop)


def _is_unfinished() -> bool:
    """Whether a restore is; where the database is away, it is left to the worker to look."""
    try:
        return pending.is_unfinished()
    except DatabaseError:
        return False

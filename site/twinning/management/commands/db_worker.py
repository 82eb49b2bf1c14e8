"""django-tasks' worker, which gives metrics as well."""

from typing import Any

from django.core.management.base import CommandError
from django_tasks_db.management.commands import db_worker

from twinning.backup import pending
from twinning.observing import processes


class Command(db_worker.Command):
    """Its own, at a port where the settings name one."""

    def handle(self, **options: Any) -> None:
        if pending.is_unfinished():
            raise CommandError(pending.UNFINISHED)  # what waits in it may have been done long ago
        processes.begin("worker")
        super().handle(**options)

"""django-tasks' worker, which gives metrics as well."""

from typing import Any

from django_tasks_db.management.commands import db_worker

from twinning.observing import processes


class Command(db_worker.Command):
    """Its own, at a port where the settings name one."""

    def handle(self, **options: Any) -> None:
        processes.begin("worker")
        super().handle(**options)

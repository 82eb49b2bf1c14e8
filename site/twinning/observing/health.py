"""What the site stands on, asked whether it is there; `probes` waits for none of it for long."""

import dataclasses
import datetime
from typing import Any

from django.core.cache import caches
from django.core.files.storage import storages
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult
from health_check.base import HealthCheck
from health_check.checks import Database
from health_check.exceptions import ServiceUnavailable, ServiceWarning

from twinning import building, conf
from twinning.backup import pending

#: For which a task may have waited before the workers are too few, or gone.
BACKLOG = datetime.timedelta(minutes=15)

_PROBE = "twinning:probe"


@dataclasses.dataclass
class Migrations(HealthCheck):
    """The database has all tables that this release needs; more do no harm."""

    #: Once they are there, no release takes them away from another.
    are_done = False

    def run(self) -> None:
        """Raises ServiceUnavailable where some are missing, or the database was just restored."""
        if type(self).are_done:
            return
        connection = connections[DEFAULT_DB_ALIAS]
        try:
            is_unfinished = pending.is_unfinished()
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            raise ServiceUnavailable("not known") from error
        finally:
            _let_go(connection)
        if plan:
            raise ServiceUnavailable(f"{len(plan)} missing")
        if is_unfinished:
            raise ServiceUnavailable("a restore is not finished")
        type(self).are_done = True


@dataclasses.dataclass
class Build(HealthCheck):
    """The machine has catalogues and static files of this release."""

    def run(self) -> None:
        """Raises ServiceUnavailable where it has not."""
        if fault := building.fault():
            raise ServiceUnavailable(fault)


@dataclasses.dataclass
class Cache(HealthCheck):
    """Processes share a cache; without it each has its own, which is slower and not wrong."""

    def run(self) -> None:
        """Raises ServiceWarning where Redis is away."""
        if not conf.get("DELIVERY_REDIS_URL"):
            return
        cache = caches["default"]
        cache.set(_PROBE, 1, 60)
        if cache.get(_PROBE) != 1:
            raise ServiceWarning("Redis does not answer")


@dataclasses.dataclass
class Files(HealthCheck):
    """Files can be stored; without that pages are served, and uploads are refused."""

    def run(self) -> None:
        """Raises ServiceWarning where they cannot."""
        storage: Any = storages["default"]
        if not storage.answers():
            raise ServiceWarning("the store does not answer")


@dataclasses.dataclass
class Workers(HealthCheck):
    """Background work is done; without it mail and pictures wait."""

    def run(self) -> None:
        """Raises ServiceWarning where a task has waited for too long."""
        if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
            return
        connection = connections[DEFAULT_DB_ALIAS]
        try:
            overdue = DBTaskResult.objects.ready().filter(
                enqueued_at__lt=timezone.now() - BACKLOG,
                run_after__lt=timezone.now() - BACKLOG,
            )
            # What may begin at once has the end of time in its column.
            at_once = DBTaskResult.objects.ready().filter(
                enqueued_at__lt=timezone.now() - BACKLOG,
                run_after__gt=timezone.now(),
            )
            waits = overdue.exists() or at_once.exists()
        except DatabaseError as error:
            raise ServiceWarning("not known") from error
        finally:
            _let_go(connection)
        if waits:
            raise ServiceWarning("tasks have waited for more than 15 minutes")


#: By the names that the answer gives them.
CHECKS: dict[str, type[HealthCheck]] = {
    "database": Database,
    "migrations": Migrations,
    "build": Build,
    "cache": Cache,
    "files": Files,
    "workers": Workers,
}
#: Those that a process cannot serve without. The others fail for all processes alike.
NEEDED = frozenset({"database", "migrations", "build"})


def _let_go(connection: Any) -> None:
    """Give the thread's connection back, unless somebody's transaction is open on it."""
    if not connection.in_atomic_block:
        connection.close()

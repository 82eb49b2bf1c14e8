"""What Prometheus is told, at a port that the public never reaches; each process has its own."""

import logging
import time
from collections.abc import Iterator

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.utils import timezone
from django_prometheus.exports import SetupPrometheusEndpointOnPortRange
from prometheus_client import REGISTRY, Info
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from twinning import conf
from twinning.delivery.counts import counts
from twinning.delivery.models import Generation
from twinning.media.tasks import make_renditions

logger = logging.getLogger(__name__)

#: Processes of one machine: each takes the first port that is free.
PORTS = 32
#: Seconds for which what the database has said is told again.
LEASE = 5.0


def serve(kind: str) -> int | None:
    """Give this process's metrics, where the settings want any; at which port.

    Args:
        kind: `web`, `worker`, or `clock`, which alone asks the database what waits.
    """
    first = conf.get("METRICS_PORT")
    if not first:
        return None
    Info("twinning_process", "What this process does.").info({"kind": kind})
    REGISTRY.register(WaitingCollector() if kind == "clock" else CacheCollector())
    ports = range(first, first + PORTS)
    port: int | None = SetupPrometheusEndpointOnPortRange(ports, conf.get("METRICS_ADDRESS"))
    return port


class CacheCollector(Collector):
    """What the cache before Django has done."""

    def describe(self) -> list[Metric]:
        """Nothing, so that registering asks for no value."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The counters."""
        found = CounterMetricFamily(
            "twinning_delivery_requests", "Requests by where they were answered.", labels=["by"]
        )
        for name in ("hits", "misses", "passed"):
            found.add_metric([name], getattr(counts, name))
        yield found


class WaitingCollector(Collector):
    """What waits to be done, asked of the database when somebody looks."""

    def __init__(self) -> None:
        self._found: dict[str, float] = {}
        self._until = 0.0

    def describe(self) -> list[Metric]:
        """As `CacheCollector`."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The gauges; only whether the database answers, where it does not."""
        if time.monotonic() >= self._until:
            self._found, self._until = _asked(), time.monotonic() + LEASE
        for name, value in self._found.items():
            yield GaugeMetricFamily(f"twinning_{name}", name.replace("_", " "), value)


def _asked() -> dict[str, float]:
    try:
        return {**_tasks(), **_mail(), **_generation(), "database_up": 1}
    except DatabaseError as error:
        logger.warning("Nobody knows what waits: %s", type(error).__name__)
        return {"database_up": 0}
    finally:
        if not connection.in_atomic_block:
            connection.close()  # that of the thread that answers Prometheus


def _tasks() -> dict[str, float]:
    if not apps.is_installed("django_tasks_db"):
        return {}  # another backend of tasks says itself what waits
    from django_tasks_db.models import DBTaskResult

    counted = DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk"))
    by_status = dict(counted)
    ready = DBTaskResult.objects.order_by().ready()
    oldest = ready.aggregate(oldest=Min("enqueued_at"))["oldest"]
    return {
        "tasks_ready": ready.count(),
        "tasks_running": by_status.get("RUNNING", 0),
        "tasks_failed": by_status.get("FAILED", 0),
        "tasks_oldest_seconds": (timezone.now() - oldest).total_seconds() if oldest else 0,
        "renditions_waiting": ready.filter(task_path=make_renditions.module_path).count(),
    }


def _mail() -> dict[str, float]:
    if not apps.is_installed("twinning.mail"):
        return {}
    from twinning.mail.models import OutgoingMessage

    waiting = OutgoingMessage.objects.filter(sent_at=None, failed_at=None)
    failed = OutgoingMessage.objects.exclude(failed_at=None)
    return {"mail_waiting": waiting.count(), "mail_failed": failed.count()}


def _generation() -> dict[str, float]:
    generation = Generation.objects.values_list("number", flat=True).first()
    return {"generation": abs(generation or 0)}

"""The background work: a round of deliveries, and the next one planned (ADR 9).

Any number of rounds may be planned or run at the same time: an endpoint belongs to one of them, by
its lease. What nobody has planned, the clock finds within a minute.
"""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from twinning import conf
from twinning.priorities import OUTSIDE
from twinning.webhooks import claims, rounds


@task(priority=OUTSIDE)
def deliver() -> None:
    """Send all that is due, and plan what comes next."""
    run()


def run(seconds: float = rounds.SECONDS) -> int:
    """Do so at once; how many requests were taken."""
    _plan_for_the_killed()
    taken = rounds.serve(look_at, seconds)
    moment = claims.next_moment()
    if moment is not None:
        look_soon(moment)
    return taken


def can_wait() -> bool:
    """Whether tasks are done later, by a worker. Else nothing is sent but by `deliver_webhooks`:
    who publishes never waits for a receiver."""
    return bool(deliver.get_backend().supports_defer)


def look_soon(moment: datetime | None = None) -> None:
    """Have a round begun when what has just happened is due, once for all that happens until then.

    Args:
        moment: another one than that of what happens now.
    """
    seconds = conf.get("WEBHOOK_BATCH_SECONDS")
    if can_wait() and _is_first("webhooks.look", seconds):
        look_at(max(moment or timezone.now(), timezone.now() + timedelta(seconds=seconds)))


def look_at(moment: datetime) -> None:
    """Have a round begun at a moment; where tasks cannot wait, `deliver_webhooks` does."""
    if can_wait():
        deliver.using(run_after=moment).enqueue()


def _plan_for_the_killed() -> None:
    """A worker that is killed plans nothing any more: its endpoints are free after their lease."""
    if can_wait() and _is_first("webhooks.leases", claims.LEASE.total_seconds()):
        look_at(timezone.now() + 2 * claims.LEASE)


def _is_first(key: str, seconds: float) -> bool:
    """Whether nobody has said so in this process, or through a shared cache, for some seconds.

    A cache that is away says that it keeps nothing and has nothing; then everybody is the first.
    """
    return bool(cache.add(key, 1, timeout=seconds)) or cache.get(key) is None

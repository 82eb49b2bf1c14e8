"""What the tests of webhooks look at."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from twinning.webhooks import tasks
from twinning.webhooks.models import Delivery, Endpoint, Event


def planned() -> list[Any]:
    """Rounds that are planned, the first of them first."""
    found = DBTaskResult.objects.filter(task_path="twinning.webhooks.tasks.deliver")
    return list(found.filter(status="READY").order_by("run_after"))


def work() -> None:
    """Rounds that are due, as a worker does them; `test_workers` has a real one."""
    while due := [look for look in planned() if look.run_after <= timezone.now()]:
        DBTaskResult.objects.filter(pk=due[0].pk).update(status="SUCCESSFUL")
        tasks.deliver.call()


def pass_time(**units: float) -> None:
    """Let time pass: all that waits for a moment has waited for so much of it."""
    gone = timedelta(**units)
    Event.objects.update(created_at=F("created_at") - gone)
    Delivery.objects.update(created_at=F("created_at") - gone)
    Endpoint.objects.update(
        next_try_at=F("next_try_at") - gone,
        leased_until=F("leased_until") - gone,
        failing_since=F("failing_since") - gone,
    )
    DBTaskResult.objects.filter(status="READY").update(run_after=F("run_after") - gone)


def go_on(most: int = 400) -> None:
    """Rounds until nothing waits, each as soon as the endpoints may be tried again."""
    for _round in range(most):
        Endpoint.objects.update(next_try_at=timezone.now())
        tasks.run()
        if not waits():
            return
    raise AssertionError("There is no end to it.")


def waits() -> bool:
    """Whether anything is still to be told."""
    waiting = Delivery.objects.filter(state="waiting")
    return waiting.exists() or Event.objects.filter(delivery=None).exists()


def states() -> list[str]:
    """The states of all deliveries in their order."""
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))

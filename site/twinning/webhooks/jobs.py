"""What is done with webhooks in time (`manage.py clock`)."""

from django_tasks import task

from twinning.priorities import OUTSIDE, UPKEEP
from twinning.webhooks import keeping, tasks


@task(priority=OUTSIDE)
def deliver_due() -> None:
    """Send what is due; it finds what nobody has planned, or what a killed worker has left."""
    tasks.run()


@task(priority=UPKEEP)
def purge() -> None:
    """Forget deliveries and events that are older than the settings allow."""
    keeping.purge()

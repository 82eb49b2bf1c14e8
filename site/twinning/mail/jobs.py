"""What is done with e-mail in time (`manage.py clock`)."""

from django_tasks import task

from twinning.mail import outbox
from twinning.priorities import OUTSIDE

#: Seconds that one turn may take, of the minute that lies between two.
PATIENCE = 30


@task(priority=OUTSIDE)
def deliver_due() -> None:
    """Send what is due; it finds what a task that never ran has left."""
    outbox.deliver_due(seconds=PATIENCE)

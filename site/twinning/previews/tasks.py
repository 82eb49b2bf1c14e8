"""Background work on previews (ADR 9)."""

from django.utils import timezone
from django_tasks import task

from twinning.previews.models import Snapshot
from twinning.priorities import UPKEEP


@task(priority=UPKEEP)
def purge_snapshots() -> None:
    """Erase forms that nobody looks at any more; safe to repeat."""
    Snapshot.objects.filter(expires_at__lt=timezone.now()).delete()

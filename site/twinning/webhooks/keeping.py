"""For how long events and deliveries are kept, also those that a paused endpoint waits for."""

from twinning.privacy import days_ago
from twinning.webhooks.models import Delivery, Event, Secret


def purge() -> int:
    """Delete what is older than KEEP_WEBHOOK_DAYS, and secrets that sign no more; how many."""
    before = days_ago("KEEP_WEBHOOK_DAYS")
    old = Delivery.objects.filter(created_at__lt=before)
    # What an endpoint that was paused is only told now is still in its delivery.
    told = Event.objects.filter(queued__delivery__created_at__gte=before)
    events = Event.objects.filter(created_at__lt=before).exclude(pk__in=told.values("pk"))
    secrets = Secret.objects.filter(expires_at__lt=before)
    counts = [found.count() for found in (old, events, secrets)]
    for found in (old, events, secrets):
        found.delete()
    return sum(counts)

"""For how long events and deliveries are kept, also those that a paused endpoint waits for."""

from twinning.privacy import days_ago
from twinning.webhooks.models import Delivery, Event, Secret


def purge() -> int:
    """Delete what is older than KEEP_WEBHOOK_DAYS, and secrets that sign no more; how many."""
    before = days_ago("KEEP_WEBHOOK_DAYS")
    old = Delivery.objects.filter(created_at__lt=before)
    # Those in a delivery go with it: an endpoint that was paused may be told late.
    events = Event.objects.filter(created_at__lt=before, delivery=None)
    secrets = Secret.objects.filter(expires_at__lt=before)
    counts = [found.count() for found in (old, events, secrets)]
    for found in (old, events, secrets):
        found.delete()
    return sum(counts)

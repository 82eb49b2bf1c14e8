"""Which messages wait, which are due, and which concern somebody."""

from datetime import datetime

from django.db.models import Q, QuerySet

from twinning.mail import addresses
from twinning.mail.models import OutgoingMessage


def waiting() -> QuerySet[OutgoingMessage]:
    """Messages that are still to be sent."""
    return OutgoingMessage.objects.filter(sent_at__isnull=True, failed_at__isnull=True)


def due(now: datetime) -> QuerySet[OutgoingMessage]:
    """Those of them whose time has come, and that no worker has in hand."""
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return waiting().filter(is_free, next_try_at__lte=now)


def concerning(address: str) -> QuerySet[OutgoingMessage]:
    """Messages to, from or to be answered to an address, sent or not."""
    key = addresses.joined([address])
    if not key:
        return OutgoingMessage.objects.none()
    return OutgoingMessage.objects.filter(correspondents__contains=key)


def done(before: datetime) -> QuerySet[OutgoingMessage]:
    """Messages that were sent or have failed before a moment."""
    return OutgoingMessage.objects.filter(Q(sent_at__lt=before) | Q(failed_at__lt=before))

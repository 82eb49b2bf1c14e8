"""Receipts and attempts: no names in them, and gone soon."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twinning.privacy import Keeper, days_ago
from twinning.submissions.models import Attempts, Receipt


def _nothing(address: str) -> list[dict[str, Any]]:
    return []  # digests alone, from which nobody is found


def _none(address: str) -> int:
    return 0


def _purge() -> int:
    receipts, _by_model = Receipt.objects.filter(
        created_at__lt=days_ago("KEEP_RECEIPT_DAYS")
    ).delete()
    attempts, _by_model = Attempts.objects.filter(expires_at__lt=timezone.now()).delete()
    return receipts + attempts


keeper = Keeper("receipts", export=_nothing, erase=_none, purge=_purge, label=_("Receipts"))

"""The log and the counted failures: what there is of somebody, and that it goes in time."""

from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from twinning.privacy import Keeper, days_ago
from twinning.security.throttling.axes import pause

#: Wagtail logs tokens under its own name, and keeps them for ever.
_OURS = Q(action__startswith="twinning.") | Q(action__startswith="wagtail.apitoken.")


def _export(address: str) -> list[dict[str, Any]]:
    users = get_user_model()._default_manager.filter(email__iexact=address)
    found = ModelLogEntry.objects.filter(_OURS, user__in=users)
    return [
        {"action": entry.action, "at": entry.timestamp.isoformat()}
        for entry in found.order_by("timestamp")
    ]


def _erase(address: str) -> int:
    return 0  # who could erase the log of what they did would need no log


def _purge() -> int:
    old = ModelLogEntry.objects.filter(_OURS, timestamp__lt=days_ago("KEEP_LOG_DAYS"))
    entries, _by_model = old.delete()
    attempts, _by_model = AccessAttempt.objects.filter(
        attempt_time__lt=timezone.now() - pause()
    ).delete()
    return entries + attempts


keeper = Keeper("security_log", export=_export, erase=_erase, purge=_purge, label=_("Log"))

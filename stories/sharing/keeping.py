"""What is kept of people who have shared a story."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stories.models.shared_story import SharedStory
from stories.sharing import ending, status
from twinning.mail import addresses
from twinning.privacy import Keeper, days_ago

_EXPORTED = (
    "reference",
    "language",
    "title",
    "name",
    "email",
    "consent_text",
    "consent_version",
    "has_consent_of_shown",
)
_MOMENTS = ("created_at", "published_at", "settled_at", "withdrawn_at")


def _of(address: str) -> "QuerySet[SharedStory]":
    local = address.strip().rpartition("@")[0]
    near = SharedStory.objects.filter(email__istartswith=f"{local}@").values_list("pk", "email")
    found = SharedStory.objects.filter(pk__in=addresses.pks_of(near, address))
    return found.select_related("page")


def _export(address: str) -> list[dict[str, Any]]:
    return [_record(shared) for shared in _of(address)]


def _record(shared: SharedStory) -> dict[str, Any]:
    moments = {name: getattr(shared, name) for name in _MOMENTS}
    return {
        **{name: getattr(shared, name) for name in _EXPORTED},
        "town": str(shared.town_key or ""),
        "state": status.state_of(shared).value,
        "pictures": len(shared.picture_keys),
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }


def _erase(address: str) -> int:
    """What was never published goes as a whole; what was stays, and nobody knows whose it is."""
    with transaction.atomic():
        rows = list(_of(address).select_for_update(of=["self"]))
        for shared in rows:
            if shared.page is not None and shared.published_at is None:
                ending.discard(shared)
            shared.delete()
    return len(rows)


def _purge() -> int:
    """Forget senders of what was settled, and drafts that nobody has settled in as long a time.

    Of a story that can still be read, what was agreed to is kept, and that it can be withdrawn.
    """
    before = days_ago("KEEP_SENDER_DAYS")
    is_over = Q(published_at__lt=before) | Q(settled_at__lt=before) | Q(withdrawn_at__lt=before)
    is_left = Q(created_at__lt=before, published_at=None, settled_at=None, withdrawn_at=None)
    old = SharedStory.objects.filter(is_over | is_left).exclude(email="", page__live=True)
    rows = list(old.select_related("page"))
    for shared in rows:
        with transaction.atomic():
            _forget(shared)
    return len(rows)


def _forget(shared: SharedStory) -> None:
    if shared.page is not None and shared.page.live:
        shared.name = shared.email = ""
        shared.save(update_fields=["name", "email"])
        return
    if shared.published_at is None:
        ending.discard(shared)
    shared.delete()


keeper = Keeper("stories", export=_export, erase=_erase, purge=_purge, label=_("Shared stories"))

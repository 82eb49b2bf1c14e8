"""Links and comments: names are in them, but no addresses; gone some time after the link ended."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twinning.privacy import Keeper, days_ago
from twinning.translation.models import ReviewComment, ReviewLink


def _nothing(address: str) -> list[dict[str, Any]]:
    return []  # who writes a comment gives a name, by which nobody is found for certain


def _none(address: str) -> int:
    return 0


def _purge() -> int:
    """Erase links that have ended long enough ago; how many comments went with them."""
    last = days_ago("KEEP_REVIEW_DAYS")
    _number, by_model = ReviewLink.objects.filter(
        Q(expires_at__lt=last) | Q(revoked_at__lt=last)
    ).delete()
    return by_model.get(ReviewComment._meta.label, 0) + by_model.get(ReviewLink._meta.label, 0)


keeper = Keeper(
    "review_comments",
    export=_nothing,
    erase=_none,
    purge=_purge,
    label=_("Comments on drafts"),
)

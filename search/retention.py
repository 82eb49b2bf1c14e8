"""For how long is kept what nothing was found for: words that nobody's name stands beside."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.models import Miss
from twinning.privacy import Keeper, days_ago


def _nothing(address: str) -> list[dict[str, Any]]:
    return []  # no address is kept with the words, nor among them


def _none(address: str) -> int:
    return 0


def _purge() -> int:
    before = timezone.localtime(days_ago("KEEP_MISS_DAYS")).date()
    erased, _by_model = Miss.objects.filter(last_on__lte=before).delete()
    return erased


keeper = Keeper(
    "searches", export=_nothing, erase=_none, purge=_purge, label=_("Searches without result")
)

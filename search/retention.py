"""For how long is kept what nothing was found for, and the words that misspelt ones may mean."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.forgetting import forget
from search.models import Miss
from twinning.privacy import Keeper, days_ago

#: So many are kept, the first of the report.
MOST = 5000
#: The order of the report.
REPORTED = ("-count", "-last_on", "words")


def _nothing(address: str) -> list[dict[str, Any]]:
    return []  # no address is kept with the words, nor among them


def _none(address: str) -> int:
    return 0


def _purge() -> int:
    """What is too old, what is more than anybody reads, and words that no page has any more."""
    before = timezone.localtime(days_ago("KEEP_MISS_DAYS")).date()
    erased, _by_model = Miss.objects.filter(last_on__lte=before).delete()
    seldom = Miss.objects.order_by(*REPORTED, "pk").values_list("pk", flat=True)[MOST:]
    more, _by_model = Miss.objects.filter(pk__in=seldom).delete()
    return erased + more + forget()


keeper = Keeper(
    "searches", export=_nothing, erase=_none, purge=_purge, label=_("Searches without result")
)

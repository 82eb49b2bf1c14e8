"""Counts what was searched for without result: words and days, and nothing of who searched."""

import re

from django.db.models import F
from django.utils import timezone

from search.asking.query import Query
from search.models import Miss

#: What may be somebody's address, number or reference is not kept.
_PERSONAL = re.compile(r"@|\d{4}|https?:|www\.")
#: As many letters as `Miss.words` has room for.
LONGEST = 60
#: Nobody reads a longer list, and no robot fills more than that.
MOST = 5000


def note(query: Query) -> None:
    """Count a search that found nothing."""
    words = " ".join(query.words).casefold()
    if not words or len(words) > LONGEST:
        return
    if _PERSONAL.search(query.text):
        return
    today = timezone.localdate()
    found = Miss.objects.filter(language=query.language, words=words)
    if found.update(count=F("count") + 1, last_on=today):
        return
    if Miss.objects.count() < MOST:
        Miss.objects.bulk_create(
            [Miss(language=query.language, words=words, last_on=today)],
            update_conflicts=True,
            unique_fields=["language", "words"],
            update_fields=["last_on"],
        )

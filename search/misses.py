"""Counts what was searched for without result: words and days, and nothing of who searched."""

import re

from django.db import connections, router
from django.utils import timezone

from search.asking.query import Query
from search.models import Miss

#: What may be somebody's address, number or reference is not kept.
_PERSONAL = re.compile(r"@|\d(?:\W*\d){3}|https?:|www\.|\w\.[a-z]{2,}\b")
#: As many letters as `Miss.words` has room for.
LONGEST = 60


def note(query: Query) -> None:
    """Count a search that found nothing."""
    words = " ".join(query.words).casefold()
    if not words or len(words) > LONGEST:
        return
    if _PERSONAL.search(query.text):
        return
    table = Miss._meta.db_table
    with connections[router.db_for_write(Miss)].cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {table} (language, words, count, last_on) VALUES (%s, %s, 1, %s)
            ON CONFLICT (language, words)
            DO UPDATE SET count = {table}.count + 1, last_on = excluded.last_on
            """,  # noqa: S608  # the name of our table
            [query.language, words, timezone.localdate()],
        )

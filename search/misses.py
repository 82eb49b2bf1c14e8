"""Counts what was searched for without result: words and days, and nothing of who searched."""

import logging
import re

from django.db import OperationalError, connections, router
from django.http import HttpRequest
from django.utils import timezone

from search.asking.query import Query
from search.models import Miss

logger = logging.getLogger(__name__)

#: What may be somebody's address, number or reference is not kept.
_PERSONAL = re.compile(r"@|\d(?:\W*\d){3}|https?:|www\.|\w\.[a-z]{2,}\b")
#: As many letters as `Miss.words` has room for.
LONGEST = 60
#: What the page's own script says of a request while somebody is still typing.
TYPING = "typing"


def is_meant(request: HttpRequest) -> bool:
    """Whether somebody has asked: not their browser ahead of them, nor they in mid-word."""
    is_ahead = request.headers.get("Sec-Purpose", "").startswith("prefetch")
    return not is_ahead and request.headers.get("X-Search") != TYPING


def note(query: Query) -> None:
    """Count a search that found nothing, unless the database is kept by somebody else."""
    words = " ".join(query.words).casefold()
    if not words or len(words) > LONGEST:
        return
    if _PERSONAL.search(query.text):
        return
    try:
        _count(query.language, words)
    except OperationalError:
        logger.warning("A search without result could not be counted.", exc_info=True)


def _count(language: str, words: str) -> None:
    table = Miss._meta.db_table
    with connections[router.db_for_write(Miss)].cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {table} (language, words, count, last_on) VALUES (%s, %s, 1, %s)
            ON CONFLICT (language, words)
            DO UPDATE SET count = {table}.count + 1, last_on = excluded.last_on
            """,  # noqa: S608  # the name of our table
            [language, words, timezone.localdate()],
        )

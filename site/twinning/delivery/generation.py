"""What a process knows of the generation, and the question that tells it."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from twinning.delivery import models

#: Two parameters: a number that is known already, or 0, and now. The answer is the number and,
#: where that is another one, when the next public page's time is over: what is shown changes then,
#: although nobody writes anything.
QUESTION = """
    SELECT number, CASE WHEN number <> {} THEN
        (SELECT min(expire_at) FROM wagtailcore_page WHERE live AND expire_at > {})
    END
    FROM delivery_generation WHERE id = 1
"""

#: Later than anything.
NEVER = 2.0**62


@dataclass(frozen=True)
class Generation:
    """All that a cached answer must have been made in for it to be given now.

    Args:
        number: of the last change.
        until: seconds since 1970, when the next page expires.
    """

    number: int
    until: float

    @cached_property
    def name(self) -> str:
        """What answers that were made in it are marked with."""
        return f"{self.number}-{int(self.until * 1000)}"


def stored(using: str = DEFAULT_DB_ALIAS) -> int:
    """The number of the last change that the database shows; 0 where nothing has happened yet."""
    rows = models.Generation.objects.using(using).filter(pk=1)
    return abs(rows.values_list("number", flat=True).first() or 0)


def parameters(known: Generation | None) -> tuple[int, Any]:
    """The parameters of `QUESTION`, as the default database has moments.

    Args:
        known: what was answered the last time; what has come to its end is asked anew.
    """
    now = time.time()
    moment = datetime.fromtimestamp(now, UTC)
    number = known.number if known is not None and now < known.until else 0
    return number, connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(moment)


def from_row(row: Any, known: Generation | None) -> Generation | None:
    """A row that answers `QUESTION`; None while the database is being migrated.

    Args:
        row: the number, and the moment as PostgreSQL or SQLite writes it; None where none is.
        known: what was known when the question was asked.
    """
    if row is None or int(row[0]) <= 0:
        return None
    number = int(row[0])
    if known is not None and known.number == number:
        return known  # its time may be over since; then it is asked for anew the next time
    return Generation(number, _seconds(row[1]))


def _seconds(moment: Any) -> float:
    if moment is None:
        return NEVER
    parsed = datetime.fromisoformat(str(moment))
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()

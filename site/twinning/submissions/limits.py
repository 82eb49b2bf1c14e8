"""How often somebody may do something: counted in the database, so that all processes agree.

A shared cache would be quicker, but a site need not have one, and Redis may be away (ADR 32).
"""

import time
from datetime import UTC, datetime
from http import HTTPStatus

from django.db import IntegrityError, transaction
from django.db.models import F

from twinning.submissions.clients import digest
from twinning.submissions.models import Attempts


class TooMany(Exception):
    """Somebody has done something too often.

    Args:
        retry_after: seconds until they may do it again.
    """

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


def count(scope: str, who: str, most: int, seconds: int) -> None:
    """Count that somebody does something.

    Args:
        scope: what they do.
        who: a digest of who they are.
        most: how often they may do it within `seconds`, from full hour to full hour and the like.

    Raises:
        TooMany: this would be once too often; it is not counted.
    """
    now = int(time.time())
    ends = (now // seconds + 1) * seconds
    key = _key(scope, who, seconds, now)
    if _raise(key, most) or _begin(key, most, datetime.fromtimestamp(ends, UTC)):
        return
    if not _raise(key, most):  # else another process began meanwhile
        raise TooMany(ends - now)


def give_back(scope: str, who: str, seconds: int) -> None:
    """Count once less what was counted a moment ago, because it was all right after all."""
    counted = Attempts.objects.filter(pk=_key(scope, who, seconds, int(time.time())), count__gt=0)
    counted.update(count=F("count") - 1)


def _key(scope: str, who: str, seconds: int, now: int) -> str:
    return digest("attempts", f"{scope} {who} {seconds} {now // seconds}")


def _raise(key: str, most: int) -> bool:
    counted = Attempts.objects.filter(pk=key, count__lt=most)
    return bool(counted.update(count=F("count") + 1))


def _begin(key: str, most: int, ends: datetime) -> bool:
    if most < 1:
        return False
    try:
        with transaction.atomic():
            Attempts.objects.create(key=key, count=1, expires_at=ends)
    except IntegrityError:
        return False
    return True

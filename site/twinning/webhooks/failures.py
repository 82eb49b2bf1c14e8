"""Why a delivery was not taken, in words, and when it is tried again."""

import random
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from twinning import conf
from twinning.webhooks.posting import Answer

WORDS = {
    "forbidden": _("The host leads to a private address, where nothing is sent"),
    "unknown_host": _("There is no such host"),
    "no_connection": _("No connection"),
    "tls": _("The certificate is not valid for the host, or TLS failed"),
    "timeout": _("No answer in time"),
    "broken_off": _("The connection broke off"),
    "redirect": _("A redirect, which is not followed"),
    "status": _("An answer that is no success"),
    "gone": _("The receiver is gone"),
}
#: Receivers say by these that they are busy, and for how long.
_BUSY = frozenset({429, 503})
#: Seconds that a receiver may ask us to wait.
_MOST_PATIENCE = 60 * 60
#: Up to so much later than planned, so that what failed together is not tried together.
_JITTER = 0.2


def words(error: str) -> Any:
    """What a key says."""
    return WORDS.get(error, error)


def delay(failures: int, answer: Answer) -> timedelta:
    """For how long an endpoint is left alone after a failure; longest after the last delay.

    Args:
        failures: one after the other, this one included.
    """
    delays = conf.get("WEBHOOK_DELAYS")
    seconds = delays[min(failures, len(delays)) - 1]
    if answer.status in _BUSY and answer.retry_after is not None:
        seconds = max(seconds, min(answer.retry_after, _MOST_PATIENCE))
    return timedelta(seconds=seconds * (1 + random.random() * _JITTER))  # noqa: S311  (no secret)


def is_last(tries: int) -> bool:
    """Whether a delivery that has been tried so often is not tried again."""
    return tries > len(conf.get("WEBHOOK_DELAYS"))

"""The system check of webhooks."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from twinning import conf
from twinning.webhooks import claims, destinations

#: Settings that are numbers above 0, whole or not.
_SECONDS = ("WEBHOOK_CONNECT_SECONDS", "WEBHOOK_SECONDS")
#: Those that may also be 0.
_NUMBERS = ("WEBHOOK_BATCH_SECONDS", "WEBHOOK_OVERLAP_HOURS", "WEBHOOK_PAUSE_HOURS")


@register
def check_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The settings of webhooks mean something."""
    if not isinstance(conf.given(), dict):
        return []  # which another check says
    errors = [
        *(_refused(name, "Give seconds, above 0.") for name in _SECONDS if not _number(name) > 0),
        *(_refused(name, "Give a number.") for name in _NUMBERS if not _number(name) >= 0),
    ]
    longest = claims.LEASE.total_seconds() - claims.REST
    if _number("WEBHOOK_SECONDS") > longest:
        # A second worker would send the same, and failures would not be counted.
        hint = f"Give {longest:g} at most: soon after, another worker may take the delivery."
        errors.append(_refused("WEBHOOK_SECONDS", hint))
    delays = conf.get("WEBHOOK_DELAYS")
    if not (isinstance(delays, list | tuple) and delays and all(map(_is_number, delays))):
        errors.append(_refused("WEBHOOK_DELAYS", "Give seconds between tries, at least once."))
    if not _names_hosts(conf.get("WEBHOOK_PRIVATE_HOSTS")):
        hint = "Give a list of host names, addresses or networks such as 10.0.0.0/8."
        errors.append(_refused("WEBHOOK_PRIVATE_HOSTS", hint))
    return errors


def _names_hosts(given: Any) -> bool:
    if not isinstance(given, list | tuple) or not all(isinstance(host, str) for host in given):
        return False
    try:
        destinations.allowed()
    except ValueError:
        return False
    return True


def _number(name: str) -> float:
    value = conf.get(name)
    return value if _is_number(value) else -1


def _is_number(value: Any) -> bool:
    return type(value) in {int, float} and value >= 0


def _refused(name: str, hint: str) -> CheckMessage:
    return Error(f"{name} in TWINNING is {conf.get(name)!r}.", hint=hint, id="twinning.E002")

"""The system check of e-mail."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from twinning import conf
from twinning.mail.backend import OutboxBackend


@register
def check_backend(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """MAIL_BACKEND is a backend that sends, and not the outbox, which would only store again."""
    if not isinstance(conf.given(), dict):
        return []  # which another check says
    name = conf.get("MAIL_BACKEND")
    if _sends(name):
        return []
    return [
        Error(
            f"MAIL_BACKEND in TWINNING is {name!r}.",
            hint="Give the dotted path of an e-mail backend that is not the outbox itself.",
            id="twinning.E002",
        )
    ]


def _sends(name: Any) -> bool:
    try:
        found = import_string(str(name))
    except ImportError:
        return False
    is_backend = isinstance(found, type) and issubclass(found, BaseEmailBackend)
    return is_backend and not issubclass(found, OutboxBackend)

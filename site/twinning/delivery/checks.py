"""System checks of delivery, each with an id and a hint."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections

from twinning.delivery import triggers

MIDDLEWARE = "twinning.delivery.middleware.DeliveryMiddleware"


@register(Tags.database)
def check_triggers(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Every watched table has its triggers; asked for by `check --database default`.

    A warning, which `release` stops at: `migrate`, which asks too, stops at errors, and it is what
    makes the triggers of a table that a release brings or changes.
    """
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    if connections[DEFAULT_DB_ALIAS].vendor not in triggers.DIALECTS:
        return []
    tables = triggers.missing()
    if not tables:
        return []
    return [
        Warning(
            f"Changes of these tables would not be seen by the cache: {', '.join(tables)}.",
            hint="Run `manage.py migrate`, which makes them; one that failed leaves none.",
            id="twinning.W002",
        )
    ]


@register()
def check_middleware(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Nothing is done to an answer after it has been decided whether it may be kept."""
    if next(iter(settings.MIDDLEWARE), None) == MIDDLEWARE:
        return []
    return [
        Error(
            "Answers are kept before all middleware has seen them, or none are.",
            hint=f"Put {MIDDLEWARE} first in MIDDLEWARE.",
            id="twinning.E006",
        )
    ]

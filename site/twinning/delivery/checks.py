"""System checks of delivery, each with an id and a hint."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections

from twinning.delivery import triggers


@register(Tags.database)
def check_triggers(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Every watched table has its triggers; asked for by `check --database default`."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    if connections[DEFAULT_DB_ALIAS].vendor not in triggers.DIALECTS:
        return []
    tables = triggers.missing()
    if not tables:
        return []
    return [
        Error(
            f"Changes of these tables would not be seen by the cache: {', '.join(tables)}.",
            hint="Run `manage.py migrate`, which makes all triggers anew.",
            id="twinning.E004",
        )
    ]

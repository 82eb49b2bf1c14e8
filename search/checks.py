"""What the search needs of the settings, as a system check."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db import connection


@register()
def check_binding(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """PostgreSQL is sent several statements in one, and takes no parameters beside those."""
    options = connection.settings_dict.get("OPTIONS", {})
    if connection.vendor != "postgresql" or not options.get("server_side_binding"):
        return []
    return [
        Error(
            "The search cannot ask a PostgreSQL that binds parameters itself.",
            hint='Take "server_side_binding" out of the OPTIONS of the database.',
            id="search.E001",
        )
    ]

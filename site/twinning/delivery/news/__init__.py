"""How a process knows the generation without asking for it in every request.

Each database has its own way to tell of a commit (ADR 22). Both are looked at by whoever answers a
request, in that request: there is no thread of ours, nothing to fork, and an idle process does
nothing.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from twinning.delivery.news.base import News

__all__ = ["News", "of_default_database"]


def of_default_database() -> News | None:
    """The news of the default database; None where it has none, such as one in memory."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        from twinning.delivery.news.postgres import PostgresNews

        return PostgresNews()
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        from twinning.delivery.news.sqlite import SqliteNews

        return SqliteNews(str(connection.settings_dict["NAME"]))
    return None

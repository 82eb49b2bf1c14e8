"""Wagtail's search backends, whose index knows languages: for `WAGTAILSEARCH_BACKENDS`.

`search.backends` is that of the database. `search.backends.remote` is Elasticsearch or OpenSearch.
"""

from typing import Any

from django.db import connection
from modelsearch.backends import database


def SearchBackend(params: dict[str, Any]) -> Any:
    """The backend that fits the database; the name is what modelsearch looks for.

    Each can be imported only where the database is its own.
    """
    if connection.vendor == "sqlite":
        from search.backends.sqlite import SQLiteBackend

        return SQLiteBackend(params)
    if connection.vendor == "postgresql":
        from search.backends.postgres import PostgresBackend

        return PostgresBackend(params)
    return database.SearchBackend(params)

"""The database's search backend, safe from quotation marks on SQLite.

modelsearch puts a visitor's words between quotation marks into FTS5's query as they are, so that an
unpaired one is a syntax error and a 500, in the admin and the API as well. A test holds this.
"""

from typing import Any

from django.db import connection
from modelsearch.backends import database


class Quoteless:
    """A mixin for a backend: quotation marks in plain queries are white space.

    What it calls is the backend's, which mypy cannot know.
    """

    def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """As modelsearch's, for any words."""
        return super().search(_without_quotes(query), *args, **kwargs)  # type: ignore[misc]

    def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """As modelsearch's, for any words."""
        return super().autocomplete(_without_quotes(query), *args, **kwargs)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> Any:
    """The backend that fits the database, as modelsearch chooses it; the name is what it looks for.

    SQLite's is only there to be imported where the database is SQLite.
    """
    backend = database.SearchBackend(params)
    if connection.vendor != "sqlite":
        return backend
    return type("QuotelessSearchBackend", (Quoteless, type(backend)), {})(params)


def _without_quotes(query: Any) -> Any:
    return query.replace('"', " ").strip() if isinstance(query, str) else query

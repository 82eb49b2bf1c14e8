"""The database's search backend, safe from quotation marks on SQLite.

modelsearch puts a visitor's words between quotation marks into FTS5's query as they are, so that an
unpaired one is a syntax error and a 500, in the admin and the API as well. A test holds this.
"""

from typing import Any

from modelsearch.backends import database
from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend


class QuotelessSQLiteSearchBackend(SQLiteSearchBackend):
    """SQLite's backend; quotation marks in plain queries are white space."""

    def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """As modelsearch's, for any words."""
        return super().search(_without_quotes(query), *args, **kwargs)

    def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """As modelsearch's, for any words."""
        return super().autocomplete(_without_quotes(query), *args, **kwargs)


def SearchBackend(params: dict[str, Any]) -> Any:
    """The backend that fits the database, as modelsearch chooses it."""
    backend = database.SearchBackend(params)
    if isinstance(backend, SQLiteSearchBackend):
        return QuotelessSQLiteSearchBackend(params)
    return backend


def _without_quotes(query: Any) -> Any:
    return query.replace('"', " ").strip() if isinstance(query, str) else query

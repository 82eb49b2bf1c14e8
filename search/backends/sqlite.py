"""SQLite's FTS5, by languages. Its table has one column for all but the title (ADR 39)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend

from search import keeping
from search.backends.documents import documents


class LanguageIndex(SQLiteIndex):
    """modelsearch's index, with tokens beside the texts."""

    def add_items(self, model: type[Model], objs: Iterable[Any]) -> None:
        """Write some instances of one model into the index."""
        found = documents(objs, repeats=True)
        super().add_items(model, found)
        keeping.keep(found)

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Do nothing: short titles count for more without it, and it reads all of the index."""


class SQLiteBackend(SQLiteSearchBackend):
    """As modelsearch's, which puts words between quotation marks into the query as they are.

    An unpaired one would be a syntax error and a 500, in the admin and the API as well.
    """

    index_class = LanguageIndex

    def __init__(self, params: dict[str, Any]) -> None:
        # In one transaction nobody else could write for as long as all pages take. What is in the
        # index stays there until it is written anew.
        super().__init__({"ATOMIC_REBUILD": False, **params})

    def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """As modelsearch's, for any words."""
        return super().search(_without_quotes(query), *args, **kwargs)

    def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """As modelsearch's, for any words."""
        return super().autocomplete(_without_quotes(query), *args, **kwargs)


def _without_quotes(query: Any) -> Any:
    return query.replace('"', " ").strip() if isinstance(query, str) else query

"""PostgreSQL's text search, by languages of ours: it knows no Polish, and one for all rows."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend

from search import keeping
from search.backends.documents import documents


class LanguageIndex(PostgresIndex):
    """modelsearch's index, with tokens beside the texts."""

    def add_items(self, model: type[Model], objs: Iterable[Any]) -> None:
        """Write some instances of one model into the index."""
        found = documents(objs)
        super().add_items(model, found)
        keeping.keep(found)

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Do nothing: short titles count for more without it, and it reads all of the index."""


class PostgresBackend(PostgresSearchBackend):
    """As modelsearch's; words are taken as they are, whatever the server's language is."""

    index_class = LanguageIndex

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": "simple", **params})

"""PostgreSQL's text search, by languages of ours: it knows no Polish, and one for all rows."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from modelsearch.backends.database.postgres.postgres import (
    IndexEntry,
    ObjectIndexer,
    PostgresIndex,
    PostgresSearchBackend,
)
from modelsearch.backends.database.postgres.weights import WEIGHTS
from modelsearch.utils import get_content_type_pk
from wagtail.search import index

from search import keeping
from search.backends.documents import Text, documents

#: One row with one statement, always the same. modelsearch composes one for a thousand, each of
#: expressions for as many fields as it has: that takes longer than all that the server has to do.
_WRITE = """
    INSERT INTO {table} (
        content_type_id, object_id, title_norm, title_text, body_text, autocomplete, title, body
    ) VALUES (
        %(type)s, %(id)s, 1, %(title_text)s, %(body_text)s,
        to_tsvector(%(of_beginnings)s::regconfig, %(autocomplete)s), {title}, {body}
    )
    ON CONFLICT (content_type_id, object_id) DO UPDATE SET
        title_norm = 1, title_text = EXCLUDED.title_text, body_text = EXCLUDED.body_text,
        autocomplete = EXCLUDED.autocomplete, title = EXCLUDED.title, body = EXCLUDED.body
"""
_WEIGHED = "setweight(to_tsvector(%(of_words)s::regconfig, %({column}{weight})s), '{weight}')"
_COLUMNS = [
    "autocomplete",
    *(column + end for column in ("title", "body") for end in ("_text", *WEIGHTS)),
]


class LanguageIndex(PostgresIndex):
    """modelsearch's index, with tokens beside the texts."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        """Write some instances of one model into the index."""
        if not model.get_search_fields():
            return
        found = documents(objs)
        if not found:
            return
        common = {
            "type": get_content_type_pk(model),
            "of_words": self.backend.config,
            "of_beginnings": self.backend.autocomplete_config,
        }
        rows = [common | _row(ObjectIndexer(one, self.backend)) for one in found]
        vectors = {
            column: " || ".join(_WEIGHED.format(column=column, weight=one) for one in WEIGHTS)
            for column in ("title", "body")
        }
        sql = _WRITE.format(table=IndexEntry._meta.db_table, **vectors)
        with (
            transaction.atomic(using=self.write_connection.alias),
            self.write_connection.cursor() as cursor,
        ):
            cursor.executemany(sql, rows)
            keeping.keep(found)

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Do nothing: short titles count for more without it, and it reads all of the index."""


def _row(indexer: ObjectIndexer) -> dict[str, str]:
    """What the index has of something, by the names of columns, and of weights where it counts."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for declared in indexer.search_fields:
        for field, weight, value in indexer.prepare_field(indexer.obj, declared):
            if isinstance(field, index.AutocompleteField):
                found["autocomplete"].append(value)
                continue
            column = "title" if field.field_name == "title" else "body"
            found[f"{column}{weight}"].append(value)
            # Searches that forgive slips read these, where tokens would be in the way.
            text = field.text if isinstance(field, Text) else value
            if text:
                found[f"{column}_text"].append(text)
    return {"id": indexer.id, **{column: " ".join(found[column]) for column in _COLUMNS}}


class PostgresBackend(PostgresSearchBackend):
    """As modelsearch's; words are taken as they are, whatever the server's language is."""

    index_class = LanguageIndex

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": "simple", **params})

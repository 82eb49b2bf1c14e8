"""SQLite: FTS5's table asked directly, 500 times as fast as Wagtail's correlated subquery."""

from typing import Any

from django.db import connections, router
from modelsearch.conf import get_app_config
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page

from search.asking.expressions import Expression, Syntax, written

SYNTAX = Syntax(whole='"%s"', beginning='"%s"*', all_of=" AND ", any_of=" OR ")
#: How much more a word in a title counts than one in the rest.
TITLE = 12.0
Ranked = list[tuple[int, float]]


def ranked(own: Expression, others: Expression | None, most: int, most_others: int) -> Ranked:
    """Pages by bm25, which is the smaller the better; `search.matching` says more."""
    table = _entries()._meta.db_table
    score = f"-bm25({table}_fts, 0.0, 1.0, {TITLE})"
    found = f"SELECT rowid, {score} AS score FROM {table}_fts WHERE {table}_fts MATCH %s"
    asked = [f"SELECT * FROM ({found} ORDER BY score DESC, rowid LIMIT %s)"]
    values: list[str | int] = [_match("title body", own), most]
    if others is not None:
        # The first that come: to put all in order would cost as much as all results.
        asked.append(f"SELECT * FROM ({found} LIMIT %s)")
        values += [_match("title body", others), most_others]
    return _pages(" UNION ALL ".join(asked), values)


def beginning(expression: Expression, most: int) -> Ranked:
    """The same by the beginnings of titles."""
    table = _entries()._meta.db_table
    sql = f"""
        SELECT rowid, -bm25({table}_fts, 1.0, 0.0, 0.0) AS score
        FROM {table}_fts WHERE {table}_fts MATCH %s ORDER BY score DESC, rowid LIMIT %s
    """
    return _pages(sql, [_match("autocomplete", expression), most])


def _pages(found: str, values: list[str | int]) -> Ranked:
    """The pages among the entries that some SQL finds, whose parameters are all that was typed."""
    types = get_descendants_content_types_pks(Page)
    sql = f"""
        SELECT CAST(entry.object_id AS INTEGER), found.score
        FROM ({found}) found JOIN {_entries()._meta.db_table} entry ON entry.id = found.rowid
        WHERE entry.content_type_id IN ({", ".join(["%s"] * len(types))})
        ORDER BY found.score DESC, found.rowid
    """
    with connections[router.db_for_read(_entries())].cursor() as cursor:
        cursor.execute(sql, [*values, *types])
        return list(cursor.fetchall())


def _entries() -> Any:
    return get_app_config().get_model("IndexEntry")


def _match(columns: str, expression: Expression) -> str:
    return f"{{{columns}}} : ({written(expression, SYNTAX)})"

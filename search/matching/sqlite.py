"""SQLite: FTS5's table asked directly, 500 times as fast as Wagtail's correlated subquery."""

from typing import Any

from django.db import connections, router
from modelsearch.conf import get_app_config
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page

from search.asking.expressions import Syntax, written
from search.matching.pages import Asked
from search.matching.row import ROWS_OF, Row, from_database

SYNTAX = Syntax(whole='"%s"', beginning='"%s"*', all_of=" AND ", any_of=" OR ")
#: How much more a word in a title counts than one in the rest.
TITLE = 12.0

#: The best first, so that pages are looked up for as many as are wanted, and not for all matches.
#: `LIMIT -1` has SQLite keep that order, which it would leave out of a query within another. It
#: promises this nowhere: `test_the_best_are_those_that_are_counted` holds it to it.
_EACH_MATCH = """
    SELECT * FROM (
        SELECT wagtailcore_page.id AS page, found.score
        FROM (
            SELECT rowid AS entry, -bm25({index}_fts, {weights}) AS score FROM {index}_fts
            WHERE {index}_fts MATCH %s ORDER BY score DESC, entry LIMIT -1
        ) found
        CROSS JOIN {index} entry ON entry.id = found.entry
        CROSS JOIN wagtailcore_page ON wagtailcore_page.id = CAST(entry.object_id AS INTEGER)
            AND wagtailcore_page.content_type_id = entry.content_type_id
        WHERE entry.content_type_id IN ({types}) AND {may_be}
        LIMIT %s
    )
"""
_FEW_PAGES = """
    SELECT CAST(entry.object_id AS INTEGER) AS page, found.score FROM (
        SELECT rowid, -bm25({index}_fts, {weights}) AS score FROM {index}_fts
        WHERE {index}_fts MATCH %s AND +rowid IN (
            SELECT entry.id FROM wagtailcore_page CROSS JOIN {index} entry
                ON entry.content_type_id = wagtailcore_page.content_type_id
                AND entry.object_id = CAST(wagtailcore_page.id AS TEXT)
            WHERE {may_be}
        )
        ORDER BY score DESC, rowid LIMIT %s
    ) found JOIN {index} entry ON entry.id = found.rowid
"""


def ranked(asked: list[Asked]) -> list[Row]:
    """Pages by bm25, which is the smaller the better; `search.matching` says more."""
    return _rows("title body", f"0.0, 1.0, {TITLE}", asked)


def beginning(asked: Asked) -> list[Row]:
    """The same by the beginnings of titles."""
    return _rows("autocomplete", "1.0, 0.0, 0.0", [asked])


def _rows(columns: str, weights: str, asked: list[Asked]) -> list[Row]:
    """What is found, whose parameters are all that was typed.

    `CROSS JOIN` has SQLite go from one table to the next as they stand here. Of the best matches it
    is asked whether anybody may see their pages. In other languages there are four times as many
    matches, and few pages that do not exist in this one: there the pages come first.
    """
    index = _entries()._meta.db_table
    types = get_descendants_content_types_pks(Page)
    known = {"index": index, "weights": weights, "types": ", ".join(["%s"] * len(types))}
    parts: list[str] = []
    values: list[Any] = []
    for one in asked:
        may_be, given = one.pages.condition()
        match = f"{{{columns}}} : ({written(one.expression, SYNTAX)})"
        if one.pages.missing_in is None:
            parts.append(_EACH_MATCH.format(may_be=may_be, **known))
            values += [match, *types, *given, one.most]
        else:
            parts.append(_FEW_PAGES.format(may_be=may_be, **known))
            values += [match, *given, one.most]
    sql = ROWS_OF.format(found=" UNION ALL ".join(parts))
    with connections[router.db_for_read(_entries())].cursor() as cursor:
        cursor.execute(sql, values)
        return from_database(cursor.fetchall())


def _entries() -> Any:
    return get_app_config().get_model("IndexEntry")

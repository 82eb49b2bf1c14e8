"""SQLite: FTS5's table asked directly, 500 times as fast as Wagtail's correlated subquery."""

import json
from dataclasses import replace
from typing import Any

from django.db import connections, router
from modelsearch.conf import get_app_config

from search.asking.expressions import Syntax, written
from search.matching.pages import Asked, types
from search.matching.row import ROWS_OF, UNRANKED, Row, from_database

SYNTAX = Syntax(whole='"%s"', beginning='"%s"*', all_of=" AND ", any_of=" OR ")
_EITHER = replace(SYNTAX, all_of=SYNTAX.any_of)
#: How much more a word in a title counts than one in the rest.
TITLE = 12.0
_WEIGHTS = f"0.0, 1.0, {TITLE}"
_WEIGHTS_OF_BEGINNINGS = "1.0, 0.0, 0.0"

# `CROSS JOIN` has SQLite go from one table to the next as they stand here. The columns of FTS5's
# table are in the match; nothing that was typed is in the text of a statement.
_PAGE = """
    CROSS JOIN wagtailcore_page ON wagtailcore_page.id = CAST(entry.object_id AS INTEGER)
        AND wagtailcore_page.content_type_id = entry.content_type_id
        AND entry.content_type_id IN ({types})
"""
#: To rank a match takes five times as long as to find it. So the matches are put in their order by
#: what is at hand, and bm25 is asked for the first of them. The index has its titles behind its
#: texts, for which SQLite reads all of these: the page's is at hand.
_RANKED = f"""
    SELECT * FROM (
        WITH titled AS MATERIALIZED (
            SELECT rowid AS entry FROM {{index}}_fts WHERE {{index}}_fts MATCH %s
        ),
        named AS (
            SELECT entry.id AS entry, wagtailcore_page.id AS page,
                length(wagtailcore_page.title) AS letters
            FROM titled CROSS JOIN {{index}} entry ON entry.id = titled.entry {_PAGE}
            WHERE {{may_be}}
        ),
        others AS (
            SELECT entry.id AS entry, wagtailcore_page.id AS page, NULL AS letters
            FROM {{index}}_fts CROSS JOIN {{index}} entry ON entry.id = {{index}}_fts.rowid {_PAGE}
            WHERE {{index}}_fts MATCH %s AND {{index}}_fts.rowid NOT IN titled AND {{may_be}}
            ORDER BY {{index}}_fts.rowid DESC LIMIT %s
        ),
        found AS MATERIALIZED (
            SELECT entry, page,
                row_number() OVER (ORDER BY letters IS NULL, letters, entry DESC) AS place
            FROM (SELECT * FROM named UNION ALL SELECT * FROM others)
        )
        SELECT max(page) AS page, max(score) AS score FROM (
            SELECT entry, page, {UNRANKED} / place AS score FROM found WHERE place <= %s
            UNION ALL
            SELECT rowid, NULL, -bm25({{index}}_fts, {_WEIGHTS}) FROM {{index}}_fts
            WHERE {{index}}_fts MATCH %s
                AND rowid >= (SELECT min(entry) FROM found WHERE place <= %s)
                AND +rowid IN (SELECT entry FROM found WHERE place <= %s)
        )
        GROUP BY entry
    )
"""
#: In other languages there are four times as many matches, and few pages that do not exist in this
#: one: there the pages come first.
_FEW_PAGES = f"""
    SELECT CAST(entry.object_id AS INTEGER) AS page, found.score FROM (
        SELECT rowid, -bm25({{index}}_fts, {_WEIGHTS}) AS score FROM {{index}}_fts
        WHERE {{index}}_fts MATCH %s AND +rowid IN (
            SELECT entry.id FROM wagtailcore_page CROSS JOIN {{index}} entry
                ON entry.content_type_id = wagtailcore_page.content_type_id
                AND entry.object_id = CAST(wagtailcore_page.id AS TEXT)
            WHERE {{few}} {{may_be}}
        )
        ORDER BY score DESC, rowid LIMIT %s
    ) found JOIN {{index}} entry ON entry.id = found.rowid
"""
_FEW = "wagtailcore_page.id IN (SELECT value FROM json_each(%s)) AND"
_BEGINNING = f"""
    SELECT * FROM (
        SELECT wagtailcore_page.id AS page,
            -bm25({{index}}_fts, {_WEIGHTS_OF_BEGINNINGS}) AS score
        FROM {{index}}_fts CROSS JOIN {{index}} entry ON entry.id = {{index}}_fts.rowid {_PAGE}
        WHERE {{index}}_fts MATCH %s AND {{may_be}}
        ORDER BY score DESC, page LIMIT %s
    )
"""


def ranked(asked: list[Asked]) -> list[Row]:
    """Pages by bm25, which is the smaller the better; `search.matching` says more."""
    parts, values = [], []
    for one in asked:
        may_be, given, keys = one.pages.condition()
        match = _match("title body", one)
        if one.pages.missing_in is None:
            parts.append(_part(_RANKED, may_be))
            titled = _match("title", one, _EITHER)
            if titled != _match("title", one):  # else whatever has one of the words matches
                titled += f" AND {match}"
            values += [titled, *types(), *given, *types(), match, *given, one.most]
            values += [one.most, match, one.most_ranked, one.most_ranked]
        else:
            parts.append(_part(_FEW_PAGES, may_be, "" if keys is None else _FEW))
            values += [match, *([] if keys is None else [json.dumps(keys)]), *given, one.most]
    return _rows(" UNION ALL ".join(parts), values)


def beginning(asked: Asked) -> list[Row]:
    """The same by the beginnings of titles."""
    may_be, given, _keys = asked.pages.condition()
    values = [*types(), _match("autocomplete", asked), *given, asked.most]
    return _rows(_part(_BEGINNING, may_be), values)


def _match(columns: str, asked: Asked, syntax: Syntax = SYNTAX) -> str:
    return f"({{{columns}}} : ({written(asked.expression, syntax)}))"


def _part(statement: str, may_be: str, few: str = "") -> str:
    marks = ", ".join(["%s"] * len(types()))
    table = _entries()._meta.db_table
    return statement.format(index=table, types=marks, may_be=may_be, few=few)


def _rows(found: str, values: list[Any]) -> list[Row]:
    """The rows of a query for pages and scores."""
    with connections[router.db_for_read(_entries())].cursor() as cursor:
        cursor.execute(ROWS_OF.format(found=found), values)
        return from_database(cursor.fetchall())


def _entries() -> Any:
    return get_app_config().get_model("IndexEntry")

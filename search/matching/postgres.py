"""PostgreSQL: the index's vectors asked directly, by the weights of their fields."""

from typing import Any

from django.db import connections, router
from modelsearch.conf import get_app_config

from search.asking.expressions import Syntax, written
from search.matching.pages import Asked, types
from search.matching.row import ROWS_OF, UNRANKED, Row, from_database

SYNTAX = Syntax(whole="'%s'", beginning="'%s':*", all_of=" & ", any_of=" | ")
#: How much more a word in a title counts than one in the rest.
TITLE = 12.0
#: Of words in the rest, by the weights that modelsearch gives fields by their boosts: D to A.
WEIGHTS = "{0.1, 0.2, 0.4, 1.0}"


def ranked(asked: list[Asked]) -> list[Row]:
    """Pages by ts_rank; `search.matching` says more."""
    parts: list[str] = []
    values: list[Any] = []
    for one in asked:
        query = written(one.expression, SYNTAX)
        may_be, given, keys = one.pages.condition()
        few = "" if keys is None else _FEW
        parts.append(_RANKED.replace("{may_be}", may_be).replace("{few}", few))
        either = query.replace("&", "|")
        values += [one.most_ranked, query, WEIGHTS, query, either, either, query]
        values += [] if keys is None else [f"{{{','.join(map(str, keys))}}}"]
        values += [types(), *given, one.most]
    return _rows(" UNION ALL ".join(parts), values)


def beginning(asked: Asked) -> list[Row]:
    """The same by the beginnings of titles."""
    may_be, given, _keys = asked.pages.condition()
    sql = _BEGINNING.replace("{may_be}", may_be)
    return _rows(sql, [written(asked.expression, SYNTAX), types(), *given, asked.most])


#: Ways that the server is not to take in this one query.
_WITHOUT = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
_PLAN = "".join(f"SET LOCAL {way} = off; " for way in _WITHOUT)
_AS_BEFORE = "".join(f"; SET LOCAL {way} TO DEFAULT" for way in _WITHOUT)
#: The names of tables and the condition of pages are put in; what was typed is a parameter. Only
#: a page's key is a number for certain, which `CASE` sees to: a snippet may have another.
_PAGE = """
    JOIN wagtailcore_page ON wagtailcore_page.content_type_id = entry.content_type_id AND
        wagtailcore_page.id =
            CASE WHEN entry.content_type_id = ANY(%s) THEN entry.object_id::integer END
"""
#: Written out wherever it is needed: the server makes a constant of it, and need not carry it
#: along with each match.
_QUERY = "to_tsquery('simple', %s)"
#: The matches are in their order before pages are looked up, so that the server stops at as many as
#: are wanted; the outer order promises it. The shorter a title, the more a word in it says (2).
_RANKED = f"""
    (SELECT page, CASE WHEN place <= %s
        THEN {TITLE} * ts_rank('{{1, 1, 1, 1}}', title, {_QUERY}, 1)
            + ts_rank(%s, body, {_QUERY}, 1)
        ELSE {UNRANKED} / place END AS score
    FROM (
        SELECT wagtailcore_page.id AS page, entry.title, body,
            row_number() OVER (ORDER BY named DESC, entry.id DESC) AS place
        FROM (
            SELECT *,
                CASE WHEN title @@ {_QUERY} THEN ts_rank(title, {_QUERY}, 2) ELSE 0 END AS named
            FROM {{table}} WHERE body @@ {_QUERY} {{few}}
            ORDER BY named DESC, id DESC
        ) entry {_PAGE}
        WHERE {{may_be}}
        ORDER BY named DESC, entry.id DESC LIMIT %s
    ) found)
"""
#: Few may be meant of the many that match: asked of each by a hash, since no index is collated so;
#: by that of the keys, the server would read the whole texts of all that may be meant.
_FEW = 'AND object_id COLLATE "C" = ANY(%s::text[])'
_BEGINNING = f"""
    SELECT wagtailcore_page.id AS page, ts_rank(autocomplete, query, 1) AS score
    FROM {{table}} entry CROSS JOIN to_tsquery('simple', %s) query {_PAGE}
    WHERE autocomplete @@ query AND {{may_be}}
    ORDER BY score DESC, page LIMIT %s
"""


def _rows(found: str, values: list[Any]) -> list[Row]:
    """The rows of a query for pages and scores, which uses the index.

    The server would rather read whole tables: it does not know how large the vectors are, which lie
    beside theirs, and that is twenty times as slow; and it would look through all pages to know
    which may be seen, where there are few matches to ask it of. All statements are sent as one, and
    so are one transaction.
    """
    entries = get_app_config().get_model("IndexEntry")
    sql = ROWS_OF.format(found=found.replace("{table}", entries._meta.db_table))
    with connections[router.db_for_read(entries)].cursor() as cursor:
        cursor.execute(f"{_PLAN}{sql}{_AS_BEFORE}", values)
        for _setting in _WITHOUT:
            cursor.nextset()
        return from_database(cursor.fetchall())

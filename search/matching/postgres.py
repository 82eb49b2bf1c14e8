"""PostgreSQL: the index's vectors asked directly, by the weights of their fields."""

from typing import Any

from django.db import connections, router
from modelsearch.conf import get_app_config
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page

from search.asking.expressions import Syntax, written
from search.matching.pages import Asked

SYNTAX = Syntax(whole="'%s'", beginning="'%s':*", all_of=" & ", any_of=" | ")
#: How much more a word in a title counts than one in the rest.
TITLE = 12.0
#: Of words in the rest, by the weights that modelsearch gives fields by their boosts: D to A.
WEIGHTS = "{0.1, 0.2, 0.4, 1.0}"
#: So many matches are put in their order by all their words, those first whose titles say most: a
#: rank takes reading a whole page. The others follow as they are.
MOST_RANKED = 120

Ranked = list[tuple[int, float]]


def ranked(asked: list[Asked]) -> Ranked:
    """Pages by ts_rank; `search.matching` says more."""
    parts: list[str] = []
    values: list[Any] = []
    for one in asked:
        query = written(one.expression, SYNTAX)
        may_be, given = one.pages.condition()
        parts.append(_RANKED.replace("{may_be}", may_be))
        values += [MOST_RANKED, WEIGHTS, query, query.replace("&", "|"), _types(), *given, one.most]
    return _rows(f"{' UNION ALL '.join(parts)} ORDER BY score DESC, page", values)


def beginning(asked: Asked) -> Ranked:
    """The same by the beginnings of titles."""
    may_be, given = asked.pages.condition()
    sql = _BEGINNING.replace("{may_be}", may_be)
    return _rows(sql, [written(asked.expression, SYNTAX), _types(), *given, asked.most])


#: The names of tables and the condition of pages are put in; what was typed is a parameter. Only
#: a page's key is a number for certain, which `CASE` sees to: a snippet may have another.
_PAGE = """
    JOIN wagtailcore_page ON wagtailcore_page.id =
        CASE WHEN entry.content_type_id = ANY(%s) THEN entry.object_id::integer END
"""
_RANKED = f"""
    (SELECT page, CASE WHEN place <= %s
        THEN {TITLE} * ts_rank('{{1, 1, 1, 1}}', title, query, 1) + ts_rank(%s, body, query, 1)
        ELSE 0 END AS score
    FROM (
        SELECT wagtailcore_page.id AS page, entry.title, body, query, row_number() OVER
            (ORDER BY ts_rank(entry.title, either) DESC, entry.id DESC) AS place
        FROM (
            SELECT entry.*, query FROM {{table}} entry, to_tsquery('simple', %s) query
            WHERE body @@ query OFFSET 0
        ) entry CROSS JOIN to_tsquery('simple', %s) either {_PAGE}
        WHERE {{may_be}}
        ORDER BY place LIMIT %s
    ) found)
"""
_BEGINNING = f"""
    SELECT wagtailcore_page.id AS page, ts_rank(autocomplete, query, 1) AS score
    FROM {{table}} entry CROSS JOIN to_tsquery('simple', %s) query {_PAGE}
    WHERE autocomplete @@ query AND {{may_be}}
    ORDER BY score DESC, page LIMIT %s
"""


def _rows(sql: str, values: list[Any]) -> Ranked:
    """The rows of a query that uses the index.

    The server would rather read the whole table: it does not know how large the vectors are, which
    lie beside it, and that is twenty times as slow. Both statements are sent as one, and so are one
    transaction; where one is open already, the setting holds until its end.
    """
    entries = get_app_config().get_model("IndexEntry")
    asked = f"SET LOCAL enable_seqscan = off; {sql.replace('{table}', entries._meta.db_table)}"
    with connections[router.db_for_read(entries)].cursor() as cursor:
        cursor.execute(asked, values)
        cursor.nextset()
        return list(cursor.fetchall())


def _types() -> list[int]:
    return list(get_descendants_content_types_pks(Page))

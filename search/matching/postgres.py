"""PostgreSQL: the index's vectors asked directly, by the weights of their fields."""

from typing import Any

from django.db import connections, router
from modelsearch.conf import get_app_config
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page

from search.asking.expressions import Expression, Syntax, written

SYNTAX = Syntax(whole="'%s'", beginning="'%s':*", all_of=" & ", any_of=" | ")
#: How much more a word in a title counts than one in the rest.
TITLE = 12.0
#: Of words in the rest, by the weights that modelsearch gives fields by their boosts: D to A.
WEIGHTS = "{0.1, 0.2, 0.4, 1.0}"
#: So many matches are put in their order by all their words, those first whose titles say most: a
#: rank takes reading a whole page. The others follow as they are.
MOST_RANKED = 120

Ranked = list[tuple[int, float]]


def ranked(own: Expression, others: Expression | None, most: int, most_others: int) -> Ranked:
    """Pages by ts_rank; `search.matching` says more."""
    asked = [(own, most)] if others is None else [(own, most), (others, most_others)]
    sql = " UNION ALL ".join([_RANKED] * len(asked))
    values: list[Any] = []
    for expression, limit in asked:
        query = written(expression, SYNTAX)
        values += [MOST_RANKED, WEIGHTS, query, query.replace("&", "|"), _types(), limit]
    return _rows(f"{sql} ORDER BY score DESC, page", values)


def beginning(expression: Expression, most: int) -> Ranked:
    """The same by the beginnings of titles."""
    return _rows(_BEGINNING, [written(expression, SYNTAX), _types(), most])


#: The name of Wagtail's table is the only thing that is put in; what was typed is a parameter.
_RANKED = f"""
    (SELECT page, CASE WHEN place <= %s
        THEN {TITLE} * ts_rank('{{1, 1, 1, 1}}', title, query, 1) + ts_rank(%s, body, query, 1)
        ELSE 0 END AS score
    FROM (
        SELECT object_id::integer AS page, title, body, query,
            row_number() OVER (ORDER BY ts_rank(title, either) DESC, id DESC) AS place
        FROM (
            SELECT entry.*, query FROM {{table}} entry, to_tsquery('simple', %s) query
            WHERE body @@ query OFFSET 0
        ) entry, to_tsquery('simple', %s) either
        WHERE content_type_id = ANY(%s)
        ORDER BY place LIMIT %s
    ) found)
"""
_BEGINNING = """
    SELECT object_id::integer AS page, ts_rank(autocomplete, query, 1) AS score
    FROM {table}, to_tsquery('simple', %s) query
    WHERE autocomplete @@ query AND content_type_id = ANY(%s)
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

"""PostgreSQL: the index's vectors asked directly, by the weights of their fields."""

from django.db import connections, router
from modelsearch.conf import get_app_config
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page

from search.asking.expressions import AllOf, AnyOf, Beginning, Expression

#: How much more a word in a title counts than one in the rest.
TITLE = 12.0
#: Of words in the rest, by the weights that modelsearch gives fields by their boosts: D to A.
WEIGHTS = "{0.1, 0.2, 0.4, 1.0}"
_VECTOR = {"search": "title || body", "autocomplete": "autocomplete"}


def ranked(expression: Expression, kind: str, most: int) -> list[tuple[int, float]]:
    """Pages by ts_rank; `search.matching` says more."""
    entries = get_app_config().get_model("IndexEntry")
    types = get_descendants_content_types_pks(Page)
    rank = (
        f"{TITLE} * ts_rank('{{1, 1, 1, 1}}', title, query, 1) + ts_rank(%s, body, query, 1)"
        if kind == "search"
        else "ts_rank(%s, autocomplete, query, 1)"
    )
    sql = f"""
        SELECT object_id::integer, {rank} AS score
        FROM {entries._meta.db_table}, to_tsquery('simple', %s) query
        WHERE ({_VECTOR[kind]}) @@ query AND content_type_id = ANY(%s)
        ORDER BY score DESC, object_id LIMIT %s
    """  # noqa: S608  # names of Wagtail's tables; all that anybody typed is a parameter
    with connections[router.db_for_read(entries)].cursor() as cursor:
        cursor.execute(sql, [WEIGHTS, written(expression), list(types), most])
        return list(cursor.fetchall())


def written(expression: Expression) -> str:
    """An expression in the language of tsquery. Tokens are letters and digits alone."""
    match expression:
        case Beginning(token):
            return f"'{token}':*"
        case AllOf(parts):
            return f"({' & '.join(map(written, parts))})"
        case AnyOf(parts):
            return f"({' | '.join(map(written, parts))})"
    return f"'{expression}'"

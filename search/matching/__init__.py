"""Asks the index: Wagtail's own tables where it is in the database, else its backend."""

from modelsearch.backends import get_search_backend

from search.asking.expressions import Expression
from search.matching import postgres, remote, sqlite

#: So many matches are counted and shown; who has more must say more.
MOST = 500
#: So many are looked at of those in other languages, which are told of beside the results.
MOST_OTHERS = 100

#: Pairs of a page's primary key and how well it matches, the best first; more is better.
Ranked = list[tuple[int, float]]

_BY_BACKEND = {"search.backends.sqlite": sqlite, "search.backends.postgres": postgres}


def ranked(own: Expression, others: Expression | None) -> Ranked:
    """The pages that match, whoever may see them; in one query where the index is in the database.

    Args:
        own: what a page in the language of the query must have; at most `MOST` such.
        others: what a page in another language must have; at most `MOST_OTHERS` such.
    """
    most = (MOST, MOST_OTHERS) if others is not None else (MOST, 0)
    return _backend().ranked(own, others, *most)


def beginning(expression: Expression, most: int) -> Ranked:
    """The pages whose titles match as far as they are typed."""
    return _backend().beginning(expression, most)


def _backend():  # type: ignore[no-untyped-def]  # one of three modules that have both functions
    return _BY_BACKEND.get(type(get_search_backend()).__module__, remote)

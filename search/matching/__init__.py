"""Asks the index: Wagtail's own tables where it is in the database, else its backend."""

from modelsearch.backends import get_search_backend

from search.asking.expressions import Expression
from search.matching import postgres, remote, sqlite

#: So many of the best matches are counted and shown; who has more must say more.
MOST = 1000

#: Pairs of a page's primary key and how well it matches, the best first; more is better.
Ranked = list[tuple[int, float]]

_BY_BACKEND = {
    "search.backends.sqlite": sqlite.ranked,
    "search.backends.postgres": postgres.ranked,
}


def ranked(expression: Expression) -> Ranked:
    """The pages that match, whoever may see them, at most `MOST`."""
    return _ranked(expression, "search", MOST)


def beginning(expression: Expression, most: int) -> Ranked:
    """The pages whose titles match as far as they are typed."""
    return _ranked(expression, "autocomplete", most)


def _ranked(expression: Expression, kind: str, most: int) -> Ranked:
    backend = get_search_backend()
    rank = _BY_BACKEND.get(type(backend).__module__, remote.ranked)
    return rank(expression, kind, most)

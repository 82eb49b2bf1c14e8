"""Any other backend: asked in modelsearch's own query language."""

from collections.abc import Iterator

from modelsearch.query import And, Or, PlainText, SearchQuery

from search.asking.expressions import AllOf, AnyOf, Beginning, Expression
from search.matching.pages import Asked
from search.matching.row import Row, of_scores

#: Of so many letters are the longest beginnings that modelsearch has Elasticsearch know.
LONGEST_BEGINNING = 15


def ranked(asked: list[Asked]) -> list[Row]:
    """Pages by the backend's own score; `search.matching` says more."""
    return of_scores(dict(one for part in asked for one in _ranked(part)))


def _ranked(asked: Asked) -> Iterator[tuple[int, float]]:
    found = asked.pages.indexed().search(query_of(asked.expression)).annotate_score("score")
    for page in found[: asked.most]:
        yield page.pk, abs(float(page.score or 0))


def beginning(asked: Asked) -> list[Row]:
    """By the beginnings of titles, of which a backend is asked one after the other."""
    words = " ".join(token[:LONGEST_BEGINNING] for token in _tokens(asked.expression))
    found = asked.pages.indexed().autocomplete(words)[: asked.most]
    return of_scores(dict.fromkeys((page.pk for page in found), 0.0))


def _tokens(expression: Expression) -> list[str]:
    match expression:
        case Beginning(token):
            return [token]
        case AllOf(parts):
            return [token for part in parts for token in _tokens(part)]
        case AnyOf(parts):
            return _tokens(parts[0])
    return [expression]


def query_of(expression: Expression) -> SearchQuery:
    """An expression as modelsearch writes it."""
    match expression:
        case AllOf(parts):
            return And([query_of(part) for part in parts])
        case AnyOf(parts):
            return Or([query_of(part) for part in parts])
        case Beginning(token):
            return PlainText(token)
    return PlainText(expression)

"""Any other backend: asked in modelsearch's own query language."""

from modelsearch.query import And, Or, PlainText, SearchQuery
from wagtail.models import Page

from search.asking.expressions import AllOf, AnyOf, Beginning, Expression

Ranked = list[tuple[int, float]]


def ranked(own: Expression, others: Expression | None, most: int, most_others: int) -> Ranked:
    """Pages by the backend's own score; `search.matching` says more."""
    found = _ranked(own, most)
    return found if others is None else [*found, *_ranked(others, most_others)]


def _ranked(expression: Expression, most: int) -> Ranked:
    found = Page.objects.all().search(query_of(expression)).annotate_score("score")[:most]
    return [(page.pk, abs(float(page.score or 0))) for page in found]


def beginning(expression: Expression, most: int) -> Ranked:
    """By the beginnings of titles, of which a backend is asked one after the other."""
    found = Page.objects.all().autocomplete(" ".join(_tokens(expression)))[:most]
    return [(page.pk, 0.0) for page in found]


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

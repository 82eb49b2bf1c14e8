"""The pages that match, in their order, and narrowed down by their facets."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from search import matching
from search.analysis import of_word, words
from search.asking.expressions import Expression, all_of, any_of, tokens
from search.asking.query import Query, beginnings
from search.matching.row import Row
from twinning.landmarks import SiteMark
from twinning.searching import TYPE

#: How much more a page counts whose title says nothing but what was asked for; or that, and more.
TITLE_IS_ALL = 6.0
TITLE_HAS_ALL = 3.0
#: Of the best so many; nobody turns to the page where the others stand.
MOST_WEIGHED = 200


def rows(query: Query, site: SiteMark, most: int, is_any: bool = False) -> list[Row]:
    """What anybody may see and has all words of a query, in whatever language, the best first.

    Args:
        most: so many in the language of the query.
        is_any: whether one of the words is enough.
    """
    if not query.words:
        return []
    asked = {code: _asked(query.groups(code), is_any) for code in [query.language, *site.roots]}
    own = asked.pop(query.language)
    others = any_of(asked.values()) if asked else None
    found = _best_first(matching.ranked(own, others, query.language, site, most))
    wanted = {code: [tokens(group) for group in query.groups(code)] for code in site.roots}
    best = [_weighed(row, wanted[row.language]) for row in found[:MOST_WEIGHED]]
    return _best_first(best) + found[MOST_WEIGHED:]


def beginning(text: str, language: str, site: SiteMark, most: int) -> list[Row]:
    """Pages in a language whose titles go on from what is typed so far."""
    expression = beginnings(text, language)
    if expression is None:
        return []
    return _best_first(matching.beginning(expression, most, site))


def _weighed(row: Row, asked: list[set[str]]) -> Row:
    """A row that counts for more where its title is what was asked for, or has all of it.

    Args:
        asked: the tokens of each thing that is asked for in its language.
    """
    titled, all_tokens = _tokens_of(row.title, row.language)
    if any(all_tokens.isdisjoint(group) for group in asked):
        return row
    meant = [word for word in titled if any(word & group for group in asked)]
    weight = TITLE_IS_ALL if len(meant) == len(titled) else TITLE_HAS_ALL
    return row._replace(score=row.score * weight)


@lru_cache(maxsize=5000)
def _tokens_of(title: str, language: str) -> tuple[list[frozenset[str]], frozenset[str]]:
    """The tokens of each word of a title, and of all: the same titles come in many searches."""
    found = [frozenset(of_word(word, language)) for word in words(title)]
    return found, frozenset().union(*found)


def _best_first(found: Iterable[Row]) -> list[Row]:
    return sorted(found, key=lambda row: (-row.score, row.page))


def _asked(groups: list[Expression], is_any: bool) -> Expression:
    return any_of(groups) if is_any else all_of(groups)


def narrowed(found: Iterable[Row], wanted: dict[str, str], but: str = "") -> list[Row]:
    """The rows that have what is wanted of each facet.

    Args:
        wanted: keys by the names of facets.
        but: the facet that does not count.
    """
    asked = [(name, key) for name, key in wanted.items() if key and name != but]
    if not asked:
        return list(found)
    return [row for row in found if all(key in keys_of(row, name) for name, key in asked)]


def keys_of(row: Row, facet: str) -> list[Any]:
    """The keys that a row has of a facet."""
    return [row.type] if facet == TYPE else row.facets.get(facet, [])

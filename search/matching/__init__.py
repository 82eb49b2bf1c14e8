"""Asks the index: Wagtail's own tables where it is in the database, else its backend."""

from modelsearch.backends import get_search_backend

from search.asking.expressions import Expression
from search.matching import postgres, remote, sqlite
from search.matching.pages import Asked, Pages
from search.matching.row import Row
from twinning.landmarks import SiteMark

#: So many matches are counted and shown; who has more must say more.
MOST = 500
#: So many are looked through where they are narrowed down: those that remain may come late.
MOST_NARROWED = 5000
#: So many of them are ranked by all their words, for which a whole page must be read: those first
#: that have words in their titles, beginning with the shortest. The rest follow, the newest entries
#: of the index first.
MOST_RANKED = 120
#: So many are looked at of those in other languages, of which few are told: one may be in several.
MOST_OTHERS = 50

_BY_BACKEND = {"search.backends.sqlite": sqlite, "search.backends.postgres": postgres}


def ranked(
    own: Expression, others: Expression | None, language: str, site: SiteMark, most: int
) -> list[Row]:
    """The pages of a site that match.

    In one query where the index is in the database; in no order.

    Args:
        own: what a page in the language of the query must have.
        others: what a page in another language must have that does not exist in this one; at most
            `MOST_OTHERS` such.
        most: so many in the language.
    """
    asked = [Asked(own, Pages(site), most, MOST_RANKED)]
    if others is not None:
        missing = Pages(site, missing_in=language)
        if missing.condition().keys != []:
            asked.append(Asked(others, missing, MOST_OTHERS, MOST_OTHERS))
    return _backend().ranked(asked)


def beginning(expression: Expression, most: int, site: SiteMark) -> list[Row]:
    """The pages of a site whose titles match as far as they are typed."""
    return _backend().beginning(Asked(expression, Pages(site), most, most))


def _backend():  # type: ignore[no-untyped-def]  # one of three modules that have both functions
    return _BY_BACKEND.get(type(get_search_backend()).__module__, remote)

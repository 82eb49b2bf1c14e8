"""Results that editors put before the others (wagtail.contrib.search_promotions)."""

from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from search import known
from search.analysis import fold
from search.asking.query import Query, parse
from search.matching.row import Row
from twinning import visibility
from twinning.landmarks import SiteMark


@dataclass(frozen=True)
class Promoted:
    """A result that editors have chosen.

    Args:
        page: of this site; None for an address elsewhere.
    """

    title: str
    description: str
    page: Page | None
    address: str


def promoted(query: Query, site: SiteMark) -> list[Promoted]:
    """What editors have chosen for the words of a query: pages in its language, and addresses.

    The words are compared as the index compares them, whatever their accents.
    """
    if not query.words:
        return []
    asked = {fold(word) for word in query.words}
    return [
        _promoted(one)
        for one in known.once("promotions", _all)
        if _words(one.query.query_string, query.language) == asked and _is_shown(one, query, site)
    ]


def beside(
    results: list[Row], recommended: list[Promoted], wanted: dict[str, str]
) -> list[Promoted]:
    """What is recommended beside some results: nothing where they are narrowed down.

    Editors recommend for words, and not for one town, kind or interest. Where there are no results,
    it is better than nothing.

    Args:
        wanted: of the results, keys by the names of facets.
    """
    return [] if wanted and results else recommended


def _all() -> list[SearchPromotion]:
    found = SearchPromotion.objects.select_related("query", "page__locale")
    return list(found.order_by("sort_order", "pk"))


def _words(text: str, language: str) -> set[str]:
    return {fold(word) for word in parse(text, language).words}


def _is_shown(one: SearchPromotion, query: Query, site: SiteMark) -> bool:
    page = one.page
    if page is None:
        return bool(one.external_link_url)
    is_here = site.root_above(page.path) is not None
    is_ours = page.locale.language_code == query.language
    return is_here and is_ours and visibility.is_public(page)


def _promoted(one: SearchPromotion) -> Promoted:
    title = one.page.title if one.page else (one.external_link_text or one.external_link_url)
    return Promoted(title, one.description, one.page, one.external_link_url)

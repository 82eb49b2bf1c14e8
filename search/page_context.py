"""What the template of the search page shows."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import get_language

from search import finding, limits, misses, promotions
from search.asking.query import clean
from search.choices import Choices
from search.results import facets
from twinning import landmarks, searching
from twinning.submissions.limits import TooMany

RESULTS_A_PAGE = 10


def of(request: HttpRequest) -> dict[str, Any]:
    """The results of a request's `?q=`.

    `query`, as it was asked, and `found`, a `finding.Found` or None; `listed`, a page of the
    paginator, and its `results`; `elsewhere`, in other languages; `promoted`, what editors put
    before all; `choices`, the facets; `kept`, names and values that other words keep; `is_missed`,
    whether there is nothing at all to show; `wait`, seconds for whoever has searched too often.
    """
    query = clean(request.GET.get("q", ""))
    site = landmarks.current_site()
    chosen = {name: request.GET.get(name, "") for name in searching.facet_names()}
    nothing: dict[str, Any] = {"query": query, "found": None, "listed": None}
    nothing["kept"] = [(name, value) for name, value in chosen.items() if value]
    if not query or site is None:
        return nothing
    try:
        limits.count(request)
    except TooMany as error:
        return nothing | {"wait": error.retry_after}
    found = finding.find(query, get_language() or "", site, facets.wanted(chosen))
    listed = Paginator(found.narrowed, RESULTS_A_PAGE).get_page(request.GET.get("page"))
    first = RESULTS_A_PAGE * (listed.number - 1)
    promoted = promotions.promoted(found.asked, site)
    is_missed = not found.rows and not found.others and not promoted
    promoted = promotions.beside(found.narrowed, promoted, found.wanted)
    if is_missed and misses.is_meant(request):
        misses.note(found.asked)
    recommended = {one.page.pk for one in promoted if one.page is not None}
    results = found.results(first, first + RESULTS_A_PAGE)
    choices = Choices(query, found.facets, len(found.remaining))
    return {
        "query": query,
        "found": found,
        "listed": listed,
        "results": [result for result in results if result.page.pk not in recommended],
        "elsewhere": found.elsewhere() if first == 0 else [],
        "promoted": promoted if first == 0 else [],
        "choices": choices,
        "kept": [(link.facet, link.value) for link in choices.chosen],
        "is_missed": is_missed,
    }

"""What the template of the search page shows."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import get_language

from search import finding, misses, promotions
from search.asking.query import clean
from search.results import facets
from twinning import landmarks, searching

RESULTS_A_PAGE = 10


def of(request: HttpRequest) -> dict[str, Any]:
    """The results of a request's `?q=`.

    `query`, as it was understood, and `found`, a `finding.Found` or None; `listed`, a page of the
    paginator, and its `results`; `elsewhere`, in other languages; `promoted`, what editors put
    before all.
    """
    query = clean(request.GET.get("q", ""))
    site = landmarks.current_site()
    if not query or site is None:
        return {"query": query, "found": None, "listed": None}
    wanted = facets.wanted({name: request.GET.get(name, "") for name in searching.facet_names()})
    found = finding.find(query, get_language() or "", site, wanted)
    listed = Paginator(found.narrowed, RESULTS_A_PAGE).get_page(request.GET.get("page"))
    first = RESULTS_A_PAGE * (listed.number - 1)
    if not found.rows:
        misses.note(found.asked)
    return {
        "query": query,
        "found": found,
        "listed": listed,
        "results": found.results(first, first + RESULTS_A_PAGE),
        "elsewhere": found.elsewhere() if first == 0 else [],
        "promoted": promotions.promoted(found.asked, site) if first == 0 else [],
    }

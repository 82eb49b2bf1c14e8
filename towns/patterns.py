"""What this room shows on the pattern page: filters with a fault, possible partners, and none."""

from typing import Any

from django.http import HttpRequest, QueryDict

from towns.exploring import explore


def town_patterns(request: HttpRequest) -> dict[str, Any]:
    """Two partners of whatever town is there, below a filter that was filled in wrongly."""
    found = explore(QueryDict("within=nowhere"))
    return {
        "template": "towns/patterns.html",
        "filters": found.filters,
        "candidates": found.candidates[:2],
        "home_town": found.home,
    }

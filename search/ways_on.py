"""What somebody may do who has found nothing, or does not know yet what to look for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from search.results import facets
from twinning import searching, signposts

#: So many examples of each facet.
MOST = 12


@dataclass(frozen=True)
class Examples:
    """What a facet tells apart, as words to look for."""

    label: Any
    words: list[str]


def examples() -> list[Examples]:
    """Some of what can be looked for, by facet."""
    found = (
        Examples(facet.label, [option.label for option in facets.options(facet)][:MOST])
        for facet in searching.facets()
    )
    return [one for one in found if one.words]


def pages(menu: Iterable[Any]) -> list[Page]:
    """The pages that others lead to, but for those that are in a menu already; in one query."""
    known = {item.value.target.pk for item in menu if item.value and item.value.target}
    return [page for page in signposts.pages() if page.pk not in known]

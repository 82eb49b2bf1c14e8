"""The facets of a search as links: each leads to the same search with one choice more or less."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from search.results.facets import Choice, Counted

#: So many choices of a facet are shown at once; the others can be opened.
AT_ONCE = 8


@dataclass(frozen=True)
class Link:
    """A choice.

    Args:
        facet: the name of its facet, which is that of the parameter.
        facet_label: what people call it.
        value: of the parameter.
        address: where it is chosen, or where it is no longer.
    """

    facet: str
    facet_label: Any
    value: str
    label: str
    count: int
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class Shown:
    """A facet: the choices that are seen at once, and the rest."""

    name: str
    label: Any
    links: list[Link]
    more: list[Link]


class Choices:
    """The facets of what was found.

    Args:
        query: the words, as they stand in addresses.
        counted: the facets with their counts.
        total: how many results there are with what is chosen.
    """

    def __init__(self, query: str, counted: Iterable[Counted], total: int) -> None:
        self._query = query
        self._counted = list(counted)
        self._total = total
        self._values = {
            facet.name: choice.option.value
            for facet in self._counted
            for choice in facet.choices
            if choice.is_chosen
        }

    @property
    def facets(self) -> list[Shown]:
        """Those of which something else can be chosen than what is."""
        return [self._shown(facet) for facet in self._counted if self._is_useful(facet)]

    @property
    def chosen(self) -> list[Link]:
        """What is chosen; the addresses lead to where it is not."""
        return [
            self._link(facet, choice)
            for facet in self._counted
            for choice in facet.choices
            if choice.is_chosen
        ]

    @property
    def kept(self) -> str:
        """What is chosen, as a part of an address."""
        return urlencode(self._values)

    @property
    def without(self) -> str:
        """The address of the same search with nothing chosen."""
        return self._address({})

    def _is_useful(self, facet: Counted) -> bool:
        others = [choice.count for choice in facet.choices if not choice.is_chosen]
        return any(count > 0 and (facet.is_chosen or count < self._total) for count in others)

    def _shown(self, facet: Counted) -> Shown:
        links = [self._link(facet, choice) for choice in facet.choices]
        links.sort(key=lambda link: not link.is_chosen)
        # A single one more takes no more room than the way to it.
        end = AT_ONCE if len(links) > AT_ONCE + 1 else len(links)
        return Shown(facet.name, facet.label, links[:end], links[end:])

    def _link(self, facet: Counted, choice: Choice) -> Link:
        others = {name: value for name, value in self._values.items() if name != facet.name}
        option = choice.option
        wanted = others if choice.is_chosen else {**others, facet.name: option.value}
        return Link(
            facet.name,
            facet.label,
            option.value,
            option.label,
            choice.count,
            choice.is_chosen,
            self._address(wanted),
        )

    def _address(self, values: dict[str, str]) -> str:
        return f"?{urlencode({'q': self._query, **values})}"

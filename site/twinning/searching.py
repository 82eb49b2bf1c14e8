"""What rooms tell the search of: by what results are counted, and what things are called.

The search knows no room (ADR 5). A page type says by a method `search_facets` which keys it has of
each facet; rooms register the facets, and where the names of places and the like come from.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

#: What something is called, by language code: its names, and other forms of them.
Names = dict[str, list[str]]


@dataclass(frozen=True)
class Option:
    """One of the things that a facet tells apart.

    Args:
        key: what `search_facets` says of a page that has it.
        value: what stands for it in addresses.
        label: what it is called in the active language.
        others: what else may stand for it in addresses, such as slugs in other languages.
    """

    key: str
    value: str
    label: str
    others: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facet:
    """By what results can be counted and narrowed down.

    Args:
        name: of the parameter in addresses, and of the key in what `search_facets` returns.
        label: what people call it.
        options: asked for in each language when the content has changed.
    """

    name: str
    label: Any
    options: Callable[[], Iterable[Option]]


#: The facet that the search itself knows: the types of pages.
TYPE = "type"

_facets: dict[str, Facet] = {}
_names: list[Callable[[], Iterable[Names]]] = []


def register_facet(facet: Facet) -> None:
    """Have results counted by something; call it in `AppConfig.ready()`."""
    _facets[facet.name] = facet


def register_names(names: Callable[[], Iterable[Names]]) -> None:
    """Have things found by what they are called in any language; call it in `AppConfig.ready()`.

    Args:
        names: of each thing, asked for when the content has changed.
    """
    _names.append(names)


def facets() -> list[Facet]:
    """All facets, in the order in which they were registered."""
    return list(_facets.values())


def facet_names() -> list[str]:
    """The names of all facets, that of the type included, which every page has."""
    return [TYPE, *_facets]


def names() -> Iterable[Names]:
    """What all things are called."""
    for source in _names:
        yield from source()

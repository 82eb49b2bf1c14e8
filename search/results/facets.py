"""How many results there are of each town, type and interest."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models

from search import known
from search.matching.row import Row
from search.results.rows import keys_of, narrowed
from twinning import searching
from twinning.searching import TYPE, Facet, Option


@dataclass(frozen=True)
class Choice:
    """An option of a facet, and how many results have it."""

    option: Option
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Counted:
    """A facet with those of its options that results have, the most frequent first."""

    name: str
    label: Any
    choices: list[Choice]

    @property
    def is_chosen(self) -> bool:
        """Whether one of them is chosen."""
        return any(choice.is_chosen for choice in self.choices)


def all_facets() -> list[Facet]:
    """The types of pages, then what the rooms have registered."""
    return [Facet(TYPE, _("Kind"), _types), *searching.facets()]


def find(facet: Facet, value: str) -> str | None:
    """The key of the option that a value in an address stands for; None where there is none."""
    for option in options(facet):
        if value in {option.value, *option.others}:
            return option.key
    return None


def wanted(given: Mapping[str, str]) -> dict[str, str]:
    """What addresses ask for, by the names of facets; values that mean nothing are left out."""
    found = {
        facet.name: find(facet, given[facet.name])
        for facet in all_facets()
        if given.get(facet.name)
    }
    return {name: key for name, key in found.items() if key is not None}


def counted(rows: Iterable[Row], keys: dict[str, str]) -> list[Counted]:
    """Each facet, counted over the results that have what is wanted of the others.

    Args:
        keys: what is wanted, by the names of facets.
    """
    found = list(rows)
    return [
        _counted(facet, narrowed(found, keys, facet.name), keys.get(facet.name))
        for facet in all_facets()
    ]


def options(facet: Facet) -> list[Option]:
    """The options of a facet in the active language."""
    make = facet.options
    return known.once(("facet", facet.name, get_language()), lambda: list(make()))


def _counted(facet: Facet, rows: list[Row], chosen: str | None) -> Counted:
    counts = Counter(chain.from_iterable(keys_of(row, facet.name) for row in rows))
    choices = [
        Choice(option, counts[option.key], option.key == chosen)
        for option in options(facet)
        if counts[option.key] or option.key == chosen
    ]
    return Counted(facet.name, facet.label, sorted(choices, key=lambda choice: -choice.count))


def _types() -> Iterable[Option]:
    for model in get_page_models():
        if getattr(model, "in_search", True):
            label = str(model._meta.label)
            yield Option(label, label, capfirst(str(model._meta.verbose_name)))

"""The towns that a filter or a form offers, by slugs of whatever language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from twinning.translation.collation import sort_key
from twinning.translation.fallback import best_first


@dataclass(frozen=True)
class Town:
    """A town, named in the visitor's or the best other language."""

    key: Any
    slug: str
    title: str


class TownChoices:
    """Towns in the order of their names; a slug in any language stands for a town.

    So a filter survives a switch of the language.

    Args:
        rows: begin with translation key, slug, title and language code; others may come more often.
    """

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        versions = {(row[0], row[3]): Town(*row[:3]) for row in rows}
        towns: dict[Any, Town] = {}
        self._by_slug: dict[str, Town] = {}
        for version in best_first((code, town) for (_key, code), town in versions.items()):
            shown = towns.setdefault(version.key, version)
            self._by_slug.setdefault(version.slug, shown)
        self.towns = sorted(towns.values(), key=lambda town: sort_key(town.title))

    @property
    def options(self) -> list[tuple[str, str]]:
        """Pairs of a slug and a title, for a select."""
        return [(town.slug, town.title) for town in self.towns]

    def find(self, slug: str) -> Town | None:
        """The town that has a slug in any language; in the visitor's first."""
        return self._by_slug.get(slug)


class TownField(forms.ChoiceField):
    """One of our towns, by its slug in whatever language.

    Args:
        nothing: what it says where no town is chosen.
    """

    def __init__(self, towns: TownChoices, nothing: str, **options: Any) -> None:
        super().__init__(choices=[("", nothing), *towns.options], **options)
        self._towns = towns

    def to_python(self, value: Any) -> str:
        """The town's slug in the visitor's language; an unknown one as it is."""
        slug = str(super().to_python(value))
        found = self._towns.find(slug)
        return found.slug if found else slug

"""All of the glossary at hand: one query a request, whatever the number of terms and texts."""

from dataclasses import dataclass, field
from typing import Any

from twinning import references
from twinning.translation.glossary.patterns import Finder
from twinning.translation.models import GlossaryName, GlossaryTerm


@dataclass(frozen=True, eq=False)
class Entry:
    """A term with its names by language code."""

    term: GlossaryTerm
    names: dict[str, GlossaryName] = field(default_factory=dict)

    @property
    def is_place(self) -> bool:
        """Whether it names a place: then capital letters matter."""
        return self.term.kind == GlossaryTerm.Kind.PLACE

    def text(self, language: str) -> str | None:
        """Its name in a language, or None where it has none."""
        name = self.names.get(language)
        return name and name.text

    def forms(self, language: str) -> tuple[str, ...]:
        """Its name and the other forms that it takes in a language; empty where it has none."""
        name = self.names.get(language)
        return tuple(name.every_form) if name else ()


class Glossary:
    """Terms, and what finds them in texts."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries
        self._finders: dict[str, Finder[Entry]] = {}

    def finder(self, language: str) -> Finder[Entry]:
        """What finds the terms in texts in a language."""
        if language not in self._finders:
            forms = [(entry, entry.forms(language), entry.is_place) for entry in self.entries]
            self._finders[language] = Finder(forms)
        return self._finders[language]

    def pairs(self, source: str, target: str) -> list[tuple[str, str]]:
        """Each form in one language with the name in another, each form once."""
        found: dict[str, tuple[str, str]] = {}
        for entry in self.entries:
            name = entry.text(target)
            for form in entry.forms(source) if name else ():
                found.setdefault(form.casefold(), (form, str(name)))
        return list(found.values())


def current() -> Glossary:
    """The glossary, asked for once a request."""
    return references.current().once("glossary", _load)


def _load() -> Glossary:
    entries: dict[Any, Entry] = {}
    for name in GlossaryName.objects.select_related("term").order_by("term_id", "sort_order", "pk"):
        entry = entries.setdefault(name.term_id, Entry(name.term))
        entry.names[name.language] = name
    return Glossary(list(entries.values()))

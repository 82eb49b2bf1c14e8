"""Terms in texts, and whether a translation calls them what the glossary calls them."""

from collections.abc import Iterator
from dataclasses import dataclass

from twinning.translation.glossary import terms
from twinning.translation.glossary.patterns import occurrence, plain
from twinning.translation.glossary.terms import Entry, Glossary
from twinning.translation.models import GlossaryTerm


@dataclass(frozen=True)
class Unheeded:
    """A term of a source text whose name a translation does not have.

    Args:
        found: the form in which the source has it.
        expected: its name in the language of the translation.
    """

    term: GlossaryTerm
    found: str
    expected: str


def terms_in(text: str, language: str) -> list[GlossaryTerm]:
    """The glossary's terms that a text has, in the order in which they come, each once.

    Args:
        text: plain words, or a segment: HTML with inline tags.
        language: of the text.
    """
    found = _found(terms.current(), text, language)
    return list(dict.fromkeys(entry.term for _form, entries in found for entry in entries))


def unheeded(
    source_text: str, target_text: str, source_language: str, target_language: str
) -> list[Unheeded]:
    """The terms of a source text that its translation calls something else, each once.

    Terms that the glossary has no name for in the language of the translation are left out.
    """
    return unheeded_of(terms.current(), source_text, target_text, source_language, target_language)


def unheeded_of(
    glossary: Glossary,
    source_text: str,
    target_text: str,
    source_language: str,
    target_language: str,
) -> list[Unheeded]:
    """The same, by a glossary that is at hand."""
    words = plain(target_text)
    missed: dict[int, Unheeded] = {}
    for form, entry in named(glossary, source_text, source_language, target_language):
        pattern = occurrence(entry.forms(target_language), entry.is_place, target_language)
        if not pattern.search(words):
            expected = str(entry.text(target_language))
            missed.setdefault(entry.term.pk, Unheeded(entry.term, form, expected))
    return list(missed.values())


def named(
    glossary: Glossary, source_text: str, source_language: str, target_language: str
) -> Iterator[tuple[str, Entry]]:
    """Forms in a source text with their entries that have a name in another language.

    Where several entries share a form, the first that has such a name.
    """
    for form, entries in _found(glossary, source_text, source_language):
        entry = next((entry for entry in entries if target_language in entry.names), None)
        if entry is not None:
            yield form, entry


def _found(glossary: Glossary, text: str, language: str) -> Iterator[tuple[str, list[Entry]]]:
    return glossary.finder(language).found(plain(text))

"""What somebody has typed, as the index is asked for it."""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

from search.analysis import composed, exact, is_stop_word, of_word, words
from search.asking import compounds, synonyms
from search.asking.compounds import Compounds
from search.asking.expressions import Beginning, Expression, all_of, any_of
from search.asking.synonyms import Concept

#: Longer queries are cut: nobody means the rest.
MAX_QUERY_LENGTH = 120
#: More words make no search better.
MOST_WORDS = 10
#: A letter before a word: e-mail, x-ray, T-shirt; which are words without the hyphen as well.
_LETTER = re.compile(r"(?<![\w’'‑‐-])([^\W\d_])[‑‐-]([^\W\d_]{3,})(?![\w‑‐-])")


def clean(raw: str) -> str:
    """A visitor's words without control characters, white space folded, at most 120 characters."""
    printable = "".join(
        character if unicodedata.category(character)[0] != "C" else " "
        for character in raw[: 10 * MAX_QUERY_LENGTH]
    )
    return " ".join(composed(printable).split())[:MAX_QUERY_LENGTH].strip()


@dataclass(frozen=True)
class Query:
    """A query in the words that count.

    Args:
        text: as it was cleaned.
        language: in which it is asked.
        words: those that mean something, as they were typed; all, where none does.
    """

    text: str
    language: str
    words: tuple[str, ...]
    _groups: dict[str, list[Expression]] = field(default_factory=dict, compare=False, repr=False)

    def groups(self, language: str) -> list[Expression]:
        """What a page in a language must have, one for each thing that is asked for.

        In the language of the query: its words in any form, in compounds, by other names. In
        another: what the glossary and the names of places make of them, and else the same words.
        """
        if language not in self._groups:
            self._groups[language] = _groups(self, language)
        return self._groups[language]


def parse(text: str, language: str) -> Query:
    """A query from what was typed."""
    typed = words(text)
    meant = [word for word in typed if not is_stop_word(word, language)]
    return Query(text, language, tuple((meant or typed)[:MOST_WORDS]))


def _groups(query: Query, language: str) -> list[Expression]:
    is_own = language == query.language
    written = compounds.of(query.words, language) if is_own else None
    together = _together(query, language)
    found = []
    for typed, concepts in synonyms.current().split(query.words, query.language):
        named = [form for concept in concepts for form in _named(concept, language)]
        if is_own or not named:
            ways = (any_of([_any_form(word, language, written), *together[word]]) for word in typed)
            named.insert(0, all_of(ways))
        found.append(any_of(named))
    return found


def _together(query: Query, language: str) -> dict[str, list[str]]:
    """By each word: how it is written in one with the next, or with a letter before it.

    Handball for hand ball, email for e-mail: the letter itself is no word.
    """
    found: dict[str, list[str]] = {word: [] for word in query.words}
    for first, second in pairwise(query.words):
        tokens = of_word(first + second, language)
        found[first] += tokens
        found[second] += tokens
    for letter, word in _LETTER.findall(query.text):
        if word in found:
            found[word] += of_word(letter + word, language)
    return found


def beginnings(text: str, language: str) -> Expression | None:
    """What a page's title must have for somebody who is still typing; None for nothing."""
    typed = words(text)[:MOST_WORDS]
    if not typed:
        return None
    *whole, last = typed
    return all_of(
        [
            *(any_of(of_word(word, language)) for word in whole),
            any_of(Beginning(token) for token in _spellings(last, language)),
        ]
    )


def _any_form(word: str, language: str, written: Compounds | None) -> Expression:
    forms: list[Expression] = [*of_word(word, language)]
    if written is not None:
        forms += [*written.containing[word], *written.apart[word]]
    return any_of(forms)


def _named(concept: Concept, language: str) -> list[Expression]:
    return [
        all_of(exact(word, language) for word in form) for form in concept.forms.get(language, ())
    ]


def _spellings(word: str, language: str) -> list[str]:
    return [token for token in of_word(word, language) if token.startswith(exact("", language))]

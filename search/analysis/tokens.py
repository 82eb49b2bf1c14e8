"""What words are called in the index.

One index holds all languages. A token begins with its word's language, so that a search in one
language neither finds nor counts words of another: `enxmet` for “met” as it is written in English,
`ensmeet` for its stem. Databases take tokens for words, and change nothing about them.
"""

from functools import lru_cache

from search.analysis.folding import foldings
from search.analysis.stemming import stems
from search.analysis.words import joined, words


def exact(spelling: str, language: str) -> str:
    """The token of a folded spelling."""
    return f"{prefix(language)}x{spelling}"


def stemmed(stem: str, language: str) -> str:
    """The token of a folded stem."""
    return f"{prefix(language)}s{stem}"


@lru_cache
def prefix(language: str) -> str:
    """The letters that the tokens of a language begin with."""
    return "".join(letter for letter in language.lower() if letter.isalnum())


@lru_cache(maxsize=200_000)
def of_word(word: str, language: str) -> tuple[str, ...]:
    """All tokens of a word: its spellings, then its stems."""
    return (
        *(exact(spelling, language) for spelling in foldings(word)),
        *(stemmed(stem, language) for stem in stems(word, language)),
    )


def of_text(text: str, language: str) -> str:
    """The tokens of all words of a text, with white space between."""
    found = [*words(text), *joined(text)]
    by_word = {word: " ".join(of_word(word, language)) for word in set(found)}
    return " ".join([by_word[word] for word in found])

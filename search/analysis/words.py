"""Words in running text."""

import re
from collections.abc import Iterator

from search.analysis.folding import fold

#: Letters and digits; what stands between apostrophes or hyphens is words of their own.
_WORD = re.compile(r"[^\W_]+")
#: Parts that are one word to whoever leaves the hyphen out: e-mail, co-operation.
_JOINED = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)+")
#: Longer ones are no words, and no index has room for them.
LONGEST = 60


def words(text: str) -> list[str]:
    """The words of a text as they are written, in their order; no single letters."""
    return [word for _start, _end, word in spans(text)]


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word of a text with where it begins and ends.

    A single letter is what an apostrophe has left over (l’échange, Preston’s), or says nothing.
    """
    for match in _WORD.finditer(text):
        word = match[0]
        if len(word) <= LONGEST and _says_something(word):
            yield match.start(), match.end(), word


def _says_something(word: str) -> bool:
    """Whether a word is more than a letter, or than marks that nothing is left of (U+FF9E)."""
    if word.isascii():
        return len(word) > 1 or word.isdigit()
    return bool(fold(word))


def joined(text: str) -> Iterator[str]:
    """Words with hyphens or apostrophes, as they are written by whoever leaves these out."""
    for match in _JOINED.finditer(text):
        word = re.sub(r"[-‐‑'’]", "", match[0])
        if len(word) <= LONGEST:
            yield word

"""Words in running text."""

import re
from collections.abc import Iterator

from search.analysis.folding import composed, fold

#: Letters and digits; what stands between apostrophes or hyphens is words of their own.
WORD = re.compile(r"[^\W_]+")
#: Parts that are one word to whoever leaves the hyphen out: e-mail, co-operation.
_JOINED = re.compile(r"(?<![^\W_])[^\W_]++(?:[-‐‑'’][^\W_]++)+")
_JOINTS = re.compile(r"[-‐‑'’]")
#: Longer ones are no words, and no index has room for them.
LONGEST = 60


def words(text: str) -> list[str]:
    """The words of a text as they are written, in their order.

    A single letter is what an apostrophe has left over (l’échange, Preston’s), or says nothing.
    """
    found: list[str] = WORD.findall(composed(text))
    none = {word for word in set(found) if not is_word(word)}  # the same words come in all texts
    return [word for word in found if word not in none]


def is_word(word: str) -> bool:
    """Whether a word is more than a letter, or than marks that nothing is left of (U+FF9E)."""
    if len(word) > LONGEST:
        return False
    if word.isascii():
        return len(word) > 1 or word.isdigit()
    return bool(fold(word))


def joined(text: str) -> Iterator[str]:
    """Words with hyphens or apostrophes, as they are written by whoever leaves these out."""
    for match in _JOINED.finditer(composed(text)):
        word = _JOINTS.sub("", match[0])
        if len(word) <= LONGEST:
            yield word

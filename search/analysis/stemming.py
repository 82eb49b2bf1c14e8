"""Stems, by the Snowball algorithm of each language."""

import threading
from functools import cache, lru_cache
from typing import Any

import snowballstemmer
from django.utils.translation import get_language_info

from search.analysis.folding import fold, foldings

#: Shorter words have no endings.
_SHORTEST = 3

_stemmers = threading.local()  # one must not be used by two threads at once


@lru_cache(maxsize=200_000)
def stems(word: str, language: str) -> tuple[str, ...]:
    """The stems of a word, folded: as it is written, and as whoever leaves marks out writes it.

    Two, because the algorithms know endings with their marks: szkół, but szkolach for szkołach.
    Nothing for numbers, short words, and in languages without an algorithm.
    """
    algorithm = _algorithm(language)
    if algorithm is None or len(word) < _SHORTEST or not word.isalpha():
        return ()
    stemmer = _stemmer(algorithm)
    written = [word.casefold(), *foldings(word)]
    return tuple(dict.fromkeys(fold(stemmer.stemWord(one)) for one in written))


@cache
def _algorithm(language: str) -> str | None:
    """Snowball names its algorithms by the English names of the languages, as Django does."""
    try:
        name = str(get_language_info(language)["name"]).lower()
    except KeyError:
        return None
    return name if name in snowballstemmer.algorithms() else None


def _stemmer(algorithm: str) -> Any:
    known = _stemmers.__dict__.setdefault("by_name", {})
    if algorithm not in known:
        known[algorithm] = snowballstemmer.stemmer(algorithm)
    return known[algorithm]

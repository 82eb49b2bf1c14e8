"""Forms of words as patterns: whole words, the longest first, in texts with or without markup.

Letters are compared exactly (in NFC), and any white space and either apostrophe count as the same.
The case of letters counts for places only: `Acre` is a town, an acre is not.
"""

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Generic, TypeVar

E = TypeVar("E")

#: Languages that write words together: a form may be part of a longer word there, if it is long.
_WRITES_TOGETHER = frozenset({"de", "nl"})
_LONG = 5

_MARKUP = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """The words of a segment, which is a piece of HTML with inline tags alone."""
    if "<" in text:
        text = _MARKUP.sub("", _BREAK.sub("\n", text))
    return unicodedata.normalize("NFC", html.unescape(text) if "&" in text else text)


class Finder(Generic[E]):
    """Finds the forms of many entries in one pass.

    Args:
        forms: each entry with its forms, and whether the case of their letters counts.
    """

    def __init__(self, forms: Iterable[tuple[E, tuple[str, ...], bool]]) -> None:
        self._by_case: defaultdict[str, list[E]] = defaultdict(list)
        self._folded: defaultdict[str, list[E]] = defaultdict(list)
        patterns: dict[str, None] = {}
        for entry, written, is_exact in forms:
            for form in map(_tidy, written):
                known = self._by_case[form] if is_exact else self._folded[form.casefold()]
                known.append(entry)
                patterns[_pattern(form, is_exact)] = None
        longest_first = sorted(patterns, key=len, reverse=True)
        self._pattern = _whole("|".join(longest_first)) if patterns else None

    def found(self, words: str) -> Iterator[tuple[str, list[E]]]:
        """Each form that stands in some words, in their order, with the entries that have it."""
        for match in self._pattern.finditer(words) if self._pattern else ():
            entries = self._of(match[0])
            if entries:
                yield match[0], entries

    def replaced(self, words: str, entries: set[E], write: dict[E, str]) -> str:
        """Words with what is written in place of the forms of some entries."""

        def instead(match: re.Match[str]) -> str:
            entry = next((e for e in self._of(match[0]) if e in entries), None)
            return match[0] if entry is None else write[entry]

        return self._pattern.sub(instead, words) if self._pattern else words

    def _of(self, form: str) -> list[E]:
        tidy = _tidy(form)
        return self._by_case.get(tidy) or self._folded.get(tidy.casefold()) or []


@lru_cache(maxsize=1000)
def occurrence(forms: tuple[str, ...], is_exact: bool, language: str) -> re.Pattern[str]:
    """What finds any of the forms in words in a language; of terms also as parts of compounds."""
    tidy = sorted(map(_tidy, forms), key=len, reverse=True)
    whole = _whole("|".join(_pattern(form, is_exact) for form in tidy))
    if is_exact or language not in _WRITES_TOGETHER:
        return whole
    parts = [_pattern(form, is_exact) for form in tidy if len(form) >= _LONG]
    return re.compile("|".join([whole.pattern, *parts]))


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def _pattern(form: str, is_exact: bool) -> str:
    words = re.escape(form).replace(r"\ ", r"\s+").replace("'", "['’]")
    return words if is_exact else f"(?i:{words})"


def _tidy(form: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFC", form)).strip().replace("’", "'")

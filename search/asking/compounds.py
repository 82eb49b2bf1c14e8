"""Words that languages write together: Städtepartnerschaft, jumelagecomité."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from search.analysis import exact, fold, of_word, stems
from search.asking.expressions import Expression, all_of, any_of
from search.models import Word

#: Languages that write nouns together.
LANGUAGES = frozenset({"da", "de", "nb", "nl", "sv"})
#: Shorter words are found in too many others.
_SHORTEST_PART = 4
_SHORTEST_WORD = 5
#: Letters between the parts, and endings after the last.
_LINKS = ("", "s", "n", "en", "es", "er", "e", "-")
_ENDINGS = frozenset({"", "e", "n", "en", "s", "es", "er", "ern"})
#: So many compounds of a word are looked for, the shortest first.
_MOST = 40


def containing(query: Sequence[str], language: str) -> dict[str, list[Expression]]:
    """Compounds on the site that a word of a query is a part of, by the word; in one query."""
    wanted = {word: _roots(word, language) for word in query}
    roots = {root for found in wanted.values() for root in found}
    if language not in LANGUAGES or not roots:
        return {}
    condition = Q()
    for root in roots:
        condition |= Q(spelling__contains=root)
    rows = Word.objects.filter(condition, language=language).order_by("length", "spelling")
    spellings = list(rows.values_list("spelling", flat=True)[: _MOST * len(roots)])
    return {word: _tokens(spellings, found, language) for word, found in wanted.items()}


def _roots(word: str, language: str) -> list[str]:
    found = [fold(word), *stems(word, language)]
    return [root for root in dict.fromkeys(found) if len(root) >= _SHORTEST_WORD]


def _tokens(spellings: Iterable[str], roots: list[str], language: str) -> list[Expression]:
    found = [one for one in spellings if any(_is_part(root, one) for root in roots)]
    return [exact(spelling, language) for spelling in found[:_MOST]]


def _is_part(root: str, spelling: str) -> bool:
    """Whether a word begins with another and goes on, or ends with it but for an ending."""
    before, _root, after = spelling.partition(root)
    if not before:
        return len(after) >= _SHORTEST_PART
    return len(before) >= _SHORTEST_PART - 1 and after in _ENDINGS


def parts(word: str, language: str) -> Iterator[Expression]:
    """The ways to take a word apart; what is no word is in no page either.

    In any language: people write screenreader for screen reader.
    """
    spelling = fold(word)
    links = _LINKS if language in LANGUAGES else ("",)
    for end in range(_SHORTEST_PART, len(spelling) - _SHORTEST_PART + 1):
        last = spelling[end:]
        for link in links:
            first = spelling[:end].removesuffix(link) if link else spelling[:end]
            is_linked = not link or spelling[:end].endswith(link)
            if is_linked and len(first) >= _SHORTEST_PART:
                yield all_of([_part(first, language), _part(last, language)])


def _part(word: str, language: str) -> Expression:
    """A part in any form, where words are written together; else as it stands alone."""
    return any_of(of_word(word, language)) if language in LANGUAGES else exact(word, language)

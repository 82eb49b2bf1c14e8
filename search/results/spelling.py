"""What somebody may have meant whose words are on no page."""

from collections.abc import Container, Iterable
from dataclasses import replace

from django.db.models import Q
from rapidfuzz.distance import OSA

from search.analysis import fold
from search.asking import synonyms
from search.asking.query import Query, parse
from search.models import Word

#: Shorter words are too near to too many others.
_SHORTEST = 4
#: Of words of up to so many letters one may be wrong, of longer ones two.
_ONE_ERROR = 6


def corrected(query: Query) -> Query | None:
    """The query with the nearest words that are on the site; None where none is near.

    In one query, however many words there are.
    """
    names = synonyms.current().split(query.words, query.language)
    strange = {fold(word): word for typed, found in names if not found for word in typed}
    known = _known(strange, query.language)
    near = {
        word: _nearest(spelling, known)
        for spelling, word in strange.items()
        if spelling not in known and _may_be_misspelt(spelling)
    }
    if not any(near.values()):
        return None
    text = " ".join(near.get(word) or word for word in query.words)
    return parse(text, query.language)


def put_back(asked: Query, better: Query, seen: Container[str]) -> Query:
    """A corrected query with the words that were typed in the place of such as are not seen.

    Args:
        seen: folded words that may be shown.
    """
    if len(asked.words) != len(better.words):
        return better if all(fold(word) in seen for word in better.words) else asked
    kept = tuple(
        new if fold(new) in seen else old
        for old, new in zip(asked.words, better.words, strict=True)
    )
    return asked if kept == asked.words else replace(better, text=" ".join(kept), words=kept)


def _known(spellings: Iterable[str], language: str) -> dict[str, str]:
    """The words of the site that begin like others and are about as long, by their spelling."""
    alike = Q()
    for spelling in filter(_may_be_misspelt, spellings):
        most = _errors(spelling)
        lengths = Q(length__gte=len(spelling) - most, length__lte=len(spelling) + most)
        # As `_begins_alike`, which is asked again of what comes.
        begins = Q(spelling__startswith=spelling[0]) | Q(spelling__startswith=spelling[1::-1])
        alike |= lengths & begins
    if not alike:
        return {}
    rows = Word.objects.filter(alike, language=language)
    return dict(rows.values_list("spelling", "written").iterator(chunk_size=5000))


def _may_be_misspelt(spelling: str) -> bool:
    return len(spelling) >= _SHORTEST and spelling.isalpha()


def _errors(spelling: str) -> int:
    return 1 if len(spelling) <= _ONE_ERROR else 2


def _nearest(spelling: str, known: dict[str, str]) -> str | None:
    most = _errors(spelling)
    near = [
        (distance, written)
        for candidate, written in known.items()
        if _begins_alike(candidate, spelling)
        and (distance := OSA.distance(spelling, candidate, score_cutoff=most)) <= most
    ]
    return min(near)[1] if near else None


def _begins_alike(first: str, second: str) -> bool:
    """People seldom mistake the first letter, but may swap the first two."""
    return first[0] == second[0] or first[:2] == second[1::-1]

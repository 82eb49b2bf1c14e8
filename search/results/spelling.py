"""What somebody may have meant whose words are on no page."""

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

    In two queries, however many words there are.
    """
    strange = _strange(query)
    if not strange:
        return None
    near = {word: _nearest(word, query.language) for word in strange}
    if not any(near.values()):
        return None
    text = " ".join(near.get(word) or word for word in query.words)
    return parse(text, query.language)


def _strange(query: Query) -> list[str]:
    """The words that no page has in this spelling, and that name nothing."""
    names = synonyms.current()
    named = {
        word for typed, found in names.split(query.words, query.language) for word in typed if found
    }
    folded = {fold(word): word for word in query.words if word not in named}
    rows = Word.objects.filter(language=query.language, spelling__in=folded)
    there = set(rows.values_list("spelling", flat=True))
    return [word for spelling, word in folded.items() if spelling not in there]


def _nearest(word: str, language: str) -> str | None:
    spelling = fold(word)
    if len(spelling) < _SHORTEST or not spelling.isalpha():
        return None
    most = 1 if len(spelling) <= _ONE_ERROR else 2
    lengths = Q(length__gte=len(spelling) - most, length__lte=len(spelling) + most)
    near: list[tuple[int, str]] = []
    rows = Word.objects.filter(lengths, language=language).values_list("spelling", "written")
    for candidate, written in rows.iterator(chunk_size=5000):
        if _begins_alike(candidate, spelling):
            distance = OSA.distance(spelling, candidate, score_cutoff=most)
            if distance <= most:
                near.append((distance, written))
    return min(near)[1] if near else None


def _begins_alike(first: str, second: str) -> bool:
    """People seldom mistake the first letter, but may swap the first two."""
    return first[0] == second[0] or first[:2] == second[1::-1]

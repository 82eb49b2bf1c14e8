"""Words that languages write together: Städtepartnerschaft, jumelagecomité."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, router

from search.analysis import exact, fold, of_word, stems
from search.asking.expressions import Expression, all_of, any_of
from search.models import Word

#: Languages that write nouns together.
LANGUAGES = frozenset({"da", "de", "nb", "nl", "sv"})
#: Shorter words are found in too many others.
_SHORTEST_PART = 4
_SHORTEST_WORD = 5
#: Longer words are not taken apart: the ways to do it would be more than anybody waits for.
_LONGEST_WORD = 30
#: Letters between the parts, and endings after the last.
_LINKS = ("", "s", "n", "en", "es", "er", "e", "-")
_ENDINGS = frozenset({"", "e", "n", "en", "s", "es", "er", "ern"})
#: So many compounds of a word are looked for, the shortest first.
_MOST = 40
#: So many words of the site are looked at in all.
_MOST_LOOKED_AT = 2000

#: As SQL, since each search asks it: Django would write it for as long as the database answers it.
#: By nothing but spellings, which the index has: no row of the table is read.
_WORDS = """
    SELECT spelling FROM {table} WHERE language = %s AND ({either})
    ORDER BY length(spelling), spelling LIMIT %s
"""


@dataclass(frozen=True)
class Compounds:
    """What the words of a query have to do with longer and shorter ones on the site, by the word.

    Args:
        containing: compounds that a word is a part of.
        apart: the ways to take a word apart.
    """

    containing: dict[str, list[Expression]]
    apart: dict[str, list[Expression]]


def of(query: Sequence[str], language: str) -> Compounds:
    """The compounds of a query's words, as far as the site has such words; in one query."""
    wanted = {word: _roots(word, language) for word in query}
    splits = {word: list(_splits(fold(word), language)) for word in query}
    parts = {part for found in splits.values() for split in found for part in split}
    forms = {part: _forms(part, language) for part in parts}
    known = _known({root for found in wanted.values() for root in found}, forms, language)
    on_site = {part for part, spellings in forms.items() if not spellings.isdisjoint(known)}
    return Compounds(
        {word: _longer(known, found, language) for word, found in wanted.items()},
        {
            word: [_apart(split, language) for split in found if on_site.issuperset(split)]
            for word, found in splits.items()
        },
    )


def _known(roots: set[str], forms: dict[str, set[str]], language: str) -> list[str]:
    """Spellings on the site that have one of the roots in them, or are one of the forms."""
    spelt = sorted(set().union(*forms.values()))
    if not roots and not spelt:
        return []
    either = ["spelling LIKE %s"] * len(roots)
    if spelt:
        either.append(f"spelling IN ({', '.join(['%s'] * len(spelt))})")
    sql = _WORDS.format(table=Word._meta.db_table, either=" OR ".join(either))
    # Roots are letters and digits: none is a sign that LIKE knows.
    values: list[Any] = [language, *(f"%{root}%" for root in roots), *spelt, _MOST_LOOKED_AT]
    with connections[router.db_for_read(Word)].cursor() as cursor:
        cursor.execute(sql, values)
        return [spelling for (spelling,) in cursor.fetchall()]


def _roots(word: str, language: str) -> list[str]:
    """What a compound would have in it; nothing where words are not written together."""
    if language not in LANGUAGES:
        return []
    found = [fold(word), *stems(word, language)]
    return [root for root in dict.fromkeys(found) if len(root) >= _SHORTEST_WORD]


def _longer(known: Iterable[str], roots: list[str], language: str) -> list[Expression]:
    found = [one for one in known if any(_is_part(root, one) for root in roots)]
    return [exact(spelling, language) for spelling in found[:_MOST]]


def _is_part(root: str, spelling: str) -> bool:
    """Whether a word begins with another and goes on, or ends with it but for an ending."""
    before, found, after = spelling.partition(root)
    if not found:
        return False
    if not before:
        return len(after) >= _SHORTEST_PART
    return len(before) >= _SHORTEST_PART - 1 and after in _ENDINGS


def _splits(spelling: str, language: str) -> Iterator[tuple[str, str]]:
    """The ways to take a word apart.

    In any language: people write screenreader for screen reader.
    """
    if len(spelling) > _LONGEST_WORD:
        return
    links = _LINKS if language in LANGUAGES else ("",)
    for end in range(_SHORTEST_PART, len(spelling) - _SHORTEST_PART + 1):
        for link in links:
            first = spelling[:end].removesuffix(link) if link else spelling[:end]
            is_linked = not link or spelling[:end].endswith(link)
            if is_linked and len(first) >= _SHORTEST_PART:
                yield first, spelling[end:]


def _forms(part: str, language: str) -> set[str]:
    """How a part may stand on the site by itself."""
    if language not in LANGUAGES:
        return {part}
    return {root + ending for root in (part, *stems(part, language)) for ending in _ENDINGS}


def _apart(split: tuple[str, str], language: str) -> Expression:
    """The parts in any form, where words are written together; else as they stand alone."""
    if language in LANGUAGES:
        return all_of(any_of(of_word(part, language)) for part in split)
    return all_of(exact(part, language) for part in split)

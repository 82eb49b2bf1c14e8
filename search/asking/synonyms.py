"""What has other names: places in other languages and cases, and the terms of the glossary."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings

from search import known
from search.analysis import fold, foldings, is_stop_word, words
from twinning import searching
from twinning.translation.glossary import terms

#: The folded words of a name.
Form = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Concept:
    """Something with its names in each language.

    Args:
        typed: the names as they may be typed in their language, with umlauts written out as well.
        anywhere: of a place, its names as people of any language may type them.
    """

    forms: dict[str, tuple[Form, ...]]
    typed: dict[str, frozenset[Form]]
    anywhere: frozenset[Form]


class Synonyms:
    """All concepts, and what finds them in the words of a query."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._by_form: defaultdict[tuple[str, Form], list[Concept]] = defaultdict(list)
        self._anywhere: defaultdict[Form, list[Concept]] = defaultdict(list)
        self._longest = 1
        for concept in concepts:
            for language, forms in concept.typed.items():
                for form in forms:
                    self._longest = max(self._longest, len(form))
                    self._by_form[language, form].append(concept)
            for form in concept.anywhere:
                self._longest = max(self._longest, len(form))
                self._anywhere[form].append(concept)

    def of(self, form: Form, language: str) -> list[Concept]:
        """The concepts that folded words name: in their language; of places in any."""
        return [*self._by_form.get((language, form), []), *self._anywhere.get(form, [])]

    def split(self, query: Sequence[str], language: str) -> list[tuple[list[str], list[Concept]]]:
        """The words of a query in their order: those of a name together, with what it names."""
        folded = [fold(word) for word in query]
        found, start = [], 0
        while start < len(query):
            longest = min(self._longest, len(query) - start)
            for length in range(longest, 0, -1):
                concepts = self.of(tuple(folded[start : start + length]), language)
                if concepts or length == 1:
                    found.append((list(query[start : start + length]), concepts))
                    start += length
                    break
        return found


def current() -> Synonyms:
    """All names as they are now."""
    return known.once("synonyms", _load)


def _load() -> Synonyms:
    concepts = [
        _concept(dict(_glossary_forms(entry)), entry.is_place) for entry in terms.current().entries
    ]
    concepts += [_concept(names, True) for names in searching.names()]
    return Synonyms(concepts)


def _glossary_forms(entry: terms.Entry) -> Iterable[tuple[str, list[str]]]:
    for language in entry.names:
        yield language, list(entry.forms(language))


def _concept(names: searching.Names, is_place: bool) -> Concept:
    forms = {
        language: dict.fromkeys(form_of(name, language) for name in called)
        for language, called in names.items()
    }
    typed = {
        language: {form_of(name, language, spell) for name in called for spell in _SPELLINGS}
        for language, called in names.items()
    }
    anywhere = {form for called in names.values() for form in _anywhere(called)} if is_place else ()
    return Concept(
        {code: tuple(filter(None, found)) for code, found in forms.items()},
        {code: frozenset(filter(None, found)) for code, found in typed.items()},
        frozenset(filter(None, anywhere)),
    )


def _anywhere(names: Iterable[str]) -> Iterator[Form]:
    """Names as queries have them: whole, and without what means nothing in one language or other.

    “The Hague” keeps its article in a Dutch query, and “Den Haag” loses it in a German one.
    """
    for name, spell in ((name, spell) for name in names for spell in _SPELLINGS):
        yield tuple(spell(word) for word in words(name))
        for language, _name in settings.LANGUAGES:
            yield form_of(name, language, spell)


def form_of(name: str, language: str, spell: Callable[[str], str] = fold) -> Form:
    """The folded words of a name that mean something, as those of a query."""
    written = words(name)
    meant = [word for word in written if not is_stop_word(word, language)]
    return tuple(spell(word) for word in meant or written)


def _written_out(word: str) -> str:
    return foldings(word)[-1]


#: How the words of a name may be typed: koln, koeln.
_SPELLINGS = (fold, _written_out)

"""What a search finds: for the page of visitors and for the Content API alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail.models import Page

from search import matching
from search.analysis import fold, words
from search.asking import query as asking
from search.asking.expressions import tokens
from search.asking.query import Query
from search.matching.row import Row
from search.results import facets, shown, spelling
from search.results import rows as matched
from search.results.extracts import Marker
from search.results.facets import Counted
from twinning.landmarks import SiteMark

#: So many results in other languages are told of.
MOST_ELSEWHERE = 5
#: In so many results those words are looked for that misspelt ones may mean.
MOST_SHOWN = 20


@dataclass(frozen=True)
class Result:
    """A page that was found.

    Args:
        title, extract: with the words that were found in `<mark>`; safe as HTML.
        kind: what its type is called in the active language.
    """

    page: Page
    language: str
    title: SafeString
    extract: SafeString
    kind: str
    score: float


@dataclass
class Found:
    """What a search has found.

    Args:
        query: as it was asked, or as it was corrected.
        asked: as it was asked.
        wanted: keys by the names of facets.
        rows: the results in the language that was asked in, before they are narrowed down.
        others: in other languages, one for each page that does not exist in this one, before they
            are narrowed down.
        has_all: whether the results have all words; else there was none with all.
        is_cut: whether there are more in this language than `rows`.
    """

    query: Query
    asked: Query
    wanted: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)
    has_all: bool = True
    is_cut: bool = False
    _pages: dict[int, tuple[Page, str]] = field(default_factory=dict, repr=False)

    @cached_property
    def narrowed(self) -> list[Row]:
        """The results that have what is wanted, as many as are shown."""
        return self.remaining[: matching.MOST]

    @cached_property
    def remaining(self) -> list[Row]:
        """The results that have what is wanted, as far as was looked."""
        return matched.narrowed(self.rows, self.wanted)

    @cached_property
    def _told(self) -> list[Row]:
        """Of those in other languages, the ones that are told of."""
        return matched.narrowed(self.others, self.wanted)[:MOST_ELSEWHERE]

    @property
    def total(self) -> int:
        """How many results there are."""
        return len(self.narrowed)

    @property
    def has_more(self) -> bool:
        """Whether there are more results than their number says."""
        return self.total > 0 and (self.is_cut or len(self.remaining) > self.total)

    @property
    def unnarrowed(self) -> int:
        """How many pages have the words, whatever is wanted of them."""
        return len(self.rows) or len(self.others)

    @cached_property
    def facets(self) -> list[Counted]:
        """How many there are of each kind."""
        return facets.counted(self.rows, self.wanted)

    @property
    def is_corrected(self) -> bool:
        """Whether other words were looked for than those that were asked for."""
        return self.query != self.asked

    def results(self, start: int = 0, stop: int | None = None) -> list[Result]:
        """Some of the results."""
        return self._shown(self.narrowed[start:stop])

    def elsewhere(self) -> list[Result]:
        """Results in other languages."""
        return self._shown(self._told)

    def _shown(self, rows: list[Row]) -> list[Result]:
        self._fetch({row.page for row in [*rows, *self._told]})
        markers = {language: self._marker(language) for language in {row.language for row in rows}}
        kinds = _Kinds()
        return [
            _result(*self._pages[row.page], row, markers[row.language], kinds)
            for row in rows
            if row.page in self._pages
        ]

    def _marker(self, language: str) -> Marker:
        wanted = set().union(*map(tokens, self.query.groups(language)))
        return Marker(wanted, language, len(self.query.words))

    def _fetch(self, keys: set[int]) -> None:
        """Fetch pages that are to be shown, those in other languages along with the results."""
        missing = keys - self._pages.keys()
        if missing:
            self._pages |= shown.fetch(missing)


def find(text: str, language: str, site: SiteMark, wanted: dict[str, str] | None = None) -> Found:
    """Look for words in the pages of a site.

    Where no page has all of the words, those are looked for that have some; where none has any,
    and the words are like others that pages have, those.

    Args:
        text: what somebody has typed.
        language: in which they read.
        wanted: keys by the names of facets.
    """
    asked = asking.parse(asking.clean(text), language)
    found = _found(asked, asked, site, wanted or {})
    if found.rows:
        return found
    # Whoever is told of a page with the very words has not mistyped them.
    better = spelling.corrected(asked) if not found.others else None
    for query, is_any in _further(asked, better):
        other = _found(query, asked, site, wanted or {}, is_any)
        if other.rows:
            if is_any and other.is_corrected:
                other.query = _as_seen(other)
            other.others = _each_once([*found.others, *other.others])
            return other
        if other.others and not found.others and not other.is_corrected:
            found = other
    return found


def _as_seen(found: Found) -> Query:
    """The corrected query, but words that no good result shows as they were typed.

    Corrections may come from a page that has become private since.
    """
    best = [row.page for row in found.rows[:MOST_SHOWN]]
    texts = Page.objects.filter(pk__in=best).values_list("title", "search_text__text")
    seen = {fold(word) for pair in texts for text in pair for word in words(text or "")}
    return spelling.put_back(found.asked, found.query, seen)


def _further(asked: Query, better: Query | None) -> Iterator[tuple[Query, bool]]:
    """What is tried where no page has all words: corrected words, then any of them."""
    if better is not None:
        yield better, False
    if len(asked.words) > 1:
        yield better or asked, True


def _found(
    query: Query, asked: Query, site: SiteMark, wanted: dict[str, str], is_any: bool = False
) -> Found:
    most = matching.MOST_NARROWED if wanted else matching.MOST
    rows = matched.rows(query, site, most + 1, is_any)
    own = [row for row in rows if row.language == query.language]
    others = _others(rows, query.language)
    is_cut = len(own) > most
    return Found(query, asked, wanted, own[:most], others, has_all=not is_any, is_cut=is_cut)


def _others(rows: Iterable[Row], language: str) -> list[Row]:
    """The pages that exist in other languages alone, the best first."""
    return _each_once(row for row in rows if row.language != language)


def _each_once(rows: Iterable[Row]) -> list[Row]:
    best: dict[object, Row] = {}
    for row in rows:
        best.setdefault(row.key, row)
    return list(best.values())


class _Kinds(dict[int, str]):
    """What types of pages are called, by the primary keys of their content types."""

    def __missing__(self, content_type: int) -> str:
        self[content_type] = capfirst(str(ContentType.objects.get_for_id(content_type).name))
        return self[content_type]


def _result(page: Page, text: str, row: Row, marker: Marker, kinds: _Kinds) -> Result:
    return Result(
        page,
        row.language,
        marker.marked(page.title),
        marker.extract(text),
        kinds[page.content_type_id],
        row.score,
    )

"""A few words of a page around what was found, marked; safe as HTML."""

from collections.abc import Iterator

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import WORD, composed, is_word, of_word

#: About so many letters are shown of a page.
LENGTH = 240
#: So many letters of a page are looked at: whoever wants more opens it.
_MOST = 8_000


Match = tuple[int, int, str]


class Marker:
    """Marks what was looked for in the titles and texts of one language.

    Args:
        wanted: the tokens of the words that were looked for.
        language: of the texts.
        different: how many words were asked for: more of them in one piece are not looked for.
    """

    def __init__(self, wanted: set[str], language: str, different: int) -> None:
        self._different = different
        self._wanted = _Wanted(wanted, language)

    def marked(self, text: str) -> SafeString:
        """A text with the wanted words in `<mark>`."""
        text = composed(text)
        return _marked(text, 0, len(text), self._matches(text))

    def extract(self, text: str) -> SafeString:
        """The piece of a text with most of the wanted words marked; else its beginning."""
        text = text[:_MOST]
        found = self._matches(text)
        start, end = _window(text, found, self._different)
        before, after = ("… " if start else ""), (" …" if end < len(text) else "")
        piece = _marked(text, start, end, found)
        return conditional_escape(before) + piece + conditional_escape(after)

    def _matches(self, text: str) -> list[Match]:
        """Where wanted words begin and end, and by which token each was recognised."""
        return sorted(
            (start, start + len(word), token)
            for word, token in self._wanted.among(set(text.split()))
            for start in _places(text, word)
        )


def _places(text: str, word: str) -> Iterator[int]:
    """Where a word begins, with no letter or digit before it or after it."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum():
            yield start
        start = text.find(word, end)


class _Wanted:
    """The words that are wanted of what stands between white space: most pieces have none.

    What is known of a piece is remembered, as the same come in all texts.
    """

    def __init__(self, tokens: set[str], language: str) -> None:
        self._tokens, self._language = tokens, language
        self._known: set[str] = set()
        self._words: dict[str, list[tuple[str, str]]] = {}

    def among(self, pieces: set[str]) -> set[tuple[str, str]]:
        """The wanted words of some pieces, each with its token."""
        new = pieces - self._known
        self._known |= new
        for piece in new:
            if found := self._found(piece):
                self._words[piece] = found
        return {one for piece in self._words.keys() & pieces for one in self._words[piece]}

    def _found(self, piece: str) -> list[tuple[str, str]]:
        found = []
        for word in WORD.findall(piece):
            tokens = of_word(word, self._language)
            if not self._tokens.isdisjoint(tokens) and is_word(word):
                found.append((word, next(one for one in tokens[::-1] if one in self._tokens)))
        return found


def _window(text: str, found: list[Match], different: int) -> tuple[int, int]:
    """Where a piece begins and ends: that with the most different words, the first of such.

    Args:
        different: more of them are not looked for.
    """
    if len(text) <= LENGTH:
        return 0, len(text)
    best, most = 0, 0
    for index, (start, _end, _token) in enumerate(found):
        if most >= different:
            break
        near = {token for at, _to, token in found[index : index + 20] if at < start + LENGTH - 40}
        if len(near) > most:
            best, most = start, len(near)
    start = _word_start(text, max(0, best - 40)) if best > LENGTH - 40 else 0
    return start, _word_end(text, min(len(text), start + LENGTH))


def _word_start(text: str, at: int) -> int:
    """The beginning of a sentence shortly before a place, or of the next word."""
    stop = max(text.rfind(mark, max(0, at - 60), at + 40) for mark in (". ", "? ", "! "))
    if stop >= 0:
        return stop + 2
    space = text.find(" ", at)
    return space + 1 if 0 <= space < at + 30 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - 40, at)
    return space if space > 0 else at


def _marked(text: str, start: int, end: int, found: list[Match]) -> SafeString:
    parts, at = [], start
    for begins, ends, _token in found:
        if begins >= at and ends <= end:
            parts += [escape(text[at:begins]), "<mark>", escape(text[begins:ends]), "</mark>"]
            at = ends
    parts.append(escape(text[at:end]))
    return mark_safe("".join(parts))  # noqa: S308  # every piece of text was escaped above

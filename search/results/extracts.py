"""A few words of a page around what was found, marked; safe as HTML."""

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import WORD, is_word, of_word

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
        different: how many words were asked for: where so many stand together in a text, it looks
            no further.
    """

    def __init__(self, wanted: set[str], language: str, different: int) -> None:
        self._different = different
        self._tokens = _Tokens(wanted, language)

    def marked(self, text: str) -> SafeString:
        """A text with the wanted words in `<mark>`."""
        return _marked(text, 0, len(text), self._matches(text))

    def extract(self, text: str) -> SafeString:
        """The piece of a text with most of the wanted words marked; else its beginning."""
        text = text[:_MOST]
        found = self._matches(text, self._different)
        start, end = _window(text, found)
        piece = _marked(text, start, end, found)
        before, after = ("… " if start else ""), (" …" if end < len(text) else "")
        return conditional_escape(before) + piece + conditional_escape(after)

    def _matches(self, text: str, enough: int | None = None) -> list[Match]:
        """Where wanted words begin and end, and by which token each was recognised.

        Args:
            enough: so many different ones in one piece are.
        """
        found: list[Match] = []
        stop = len(text)
        for match in WORD.finditer(text):
            start, end = match.span()
            if start > stop:
                break
            token = self._tokens[match[0]]
            if token is not None:
                found.append((start, end, token))
                if enough is not None and stop == len(text):
                    near = {one for at, _to, one in found[-20:] if at > start - LENGTH + 40}
                    stop = start + LENGTH if len(near) >= enough else stop
        return found


class _Tokens(dict[str, str | None]):
    """The token by which a word is wanted; remembered, as the same words come in all texts."""

    def __init__(self, wanted: set[str], language: str) -> None:
        super().__init__()
        self._wanted, self._language = wanted, language

    def __missing__(self, word: str) -> str | None:
        tokens = of_word(word, self._language)
        is_wanted = not self._wanted.isdisjoint(tokens) and is_word(word)
        found = next(one for one in reversed(tokens) if one in self._wanted) if is_wanted else None
        self[word] = found
        return found


def _window(text: str, found: list[Match]) -> tuple[int, int]:
    """Where a piece begins and ends: that with the most different words, the first of such."""
    if len(text) <= LENGTH:
        return 0, len(text)
    best, most = 0, 0
    for index, (start, _end, _token) in enumerate(found):
        near = {token for at, _to, token in found[index:] if at < start + LENGTH - 40}
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

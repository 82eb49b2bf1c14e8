"""Text and addresses in Markdown, escaped so that a character of a text is never markup.

The rules are CommonMark's (https://spec.commonmark.org/0.31.2/), with GitHub's strikethrough and
tables: https://github.github.com/gfm/.
"""

import re
import string
import unicodedata
from urllib.parse import quote

# `&` is markup only where it looks like an entity, `_` only where a word does not go on on both
# of its sides: addresses and snake_case stay readable.
_ANYWHERE = re.compile(r"[\\`*\[\]<~]|&(?=#?\w+;)|(?<![^\W_])_+|_+(?![^\W_])")
_LINE_START = re.compile(r"[-+=>|]|#{1,6}(?=\s|$)|:(?=-)|[0-9]{1,9}(?=[.)](?:\s|$))")
_SCHEME = re.compile(r"(?:https?|ftp)(?=://)|www(?=\.)", re.IGNORECASE)
_BARE_ADDRESS = re.compile(rf"(?:{_SCHEME.pattern})\S+", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f<>\\]")
_TICKS = re.compile(r"`+")


def escaped(text: str, starts_line: bool = False) -> str:
    """Text of one line, its characters escaped.

    Args:
        text: the text, without line breaks.
        starts_line: whether nothing stands before it on its line.
    """
    start = _LINE_START.match(text) if starts_line else None
    before = ""
    if start is not None:
        sign, text = start.group(), text[start.end() :]
        before = f"\\{sign}"
        if sign.isdecimal():
            before, text = f"{sign}\\{text[0]}", text[1:]
    text = _ANYWHERE.sub(_with_backslashes, text)
    return before + _BARE_ADDRESS.sub(_unlinked_if_escaped, text)


def _with_backslashes(match: re.Match[str]) -> str:
    return "".join(f"\\{character}" for character in match.group())


def _unlinked_if_escaped(match: re.Match[str]) -> str:
    return _unlinked(match.group()) if "\\" in match.group() else match.group()


def _unlinked(text: str) -> str:
    return _SCHEME.sub(r"\g<0>\\", text)


def before_sign(text: str) -> str:
    """Escaped text that a sign follows.

    GitHub's Markdown makes a link of a bare address, and of the signs after it up to a space;
    so that the address is none, its colon is escaped.
    """
    if text[-1].isspace():
        return text
    last = text.rsplit(maxsplit=1)[-1]
    return text[: -len(last)] + _unlinked(last)


def address(url: str) -> str:
    """A URL as the destination of a link."""
    url = _IN_ADDRESS.sub(lambda match: quote(match.group()), url)
    return re.sub(r"[()]|&(?=#?\w+;)", r"\\\g<0>", url)


def code(text: str) -> str:
    """Text of one line as a code span."""
    fence = "`" * (_longest_ticks(text) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def fenced(text: str) -> str:
    """Text of several lines as a code block."""
    fence = "`" * max(3, _longest_ticks(text) + 1)
    return f"{fence}\n{text}\n{fence}"


def _longest_ticks(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def is_emphasis(mark: str, before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Whether a mark's signs would be read as its beginning and end.

    Args:
        mark: `**`, `_` or `~~`.
        before: the characters on both sides of the opening sign; a line's end is `""`.
        after: those on both sides of the closing sign.
    """
    inner_after, outer_after = after
    return _is_sign(mark, *before) and _is_sign(mark, outer_after, inner_after)


def _is_sign(mark: str, outer: str, inner: str) -> bool:
    """The specification's "left-flanking delimiter run", with what it adds for `_`.

    Symbols such as `€` are punctuation since CommonMark 0.31 alone, and not for all who read it,
    so they count as what allows less.
    """
    if _is_space(inner):
        return False
    is_outside = _is_space(outer) or _is_punctuation(outer)
    return is_outside or (mark != "_" and not _is_punctuation(inner) and not _is_symbol(inner))


def _is_space(character: str) -> bool:
    return not character or character.isspace()


def _is_punctuation(character: str) -> bool:
    return character in string.punctuation or unicodedata.category(character)[0] == "P"


def _is_symbol(character: str) -> bool:
    return unicodedata.category(character)[0] == "S"

"""Takes out of words what may be about somebody: addresses, queries, values of rows."""

import re

_EMAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:=]+\.\w+")
_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])")
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])", re.I)
_QUERY = re.compile(r"(?<=[\w/.%~-])\?[^\s\"'<>]*[=&][^\s\"'<>]*")
#: What PostgreSQL and SQLite say of a row that cannot be: its values.
_VALUES = re.compile(r"(DETAIL:|Failing row contains|Key \().*", re.S)


def scrubbed(words: str) -> str:
    """The words without e-mail addresses, IP addresses, query strings and values of rows."""
    for pattern, instead in (
        (_VALUES, "[values]"),
        (_EMAIL, "[address]"),
        (_QUERY, "?[…]"),
        (_IPV4, "[ip]"),
        (_IPV6, "[ip]"),
    ):
        words = pattern.sub(instead, words)
    return words

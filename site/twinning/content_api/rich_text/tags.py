"""Tags in stored rich text, found in one linear pass.

Wagtail serialises rich text itself: names in lower case, attributes in double quotes, `<` and `>`
escaped in them. That takes no general parser, and the general one of Python 3.11 needs half a
minute for 60 KB of `<a <a <a`; what follows never looks at a character twice.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

Attributes = dict[str, str]

# The negated classes stop at the next tag, the look-behind at the start of a name: without them
# a long run of tags or names that never end would be read again from each of its characters.
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])([^<>]*)>|<![^<>]*>")
_ATTRIBUTE = re.compile(r'(?<![\w-])([\w-]+)="([^"]*)"')


class Text(NamedTuple):
    """Characters between tags, their entities decoded."""

    text: str


class Start(NamedTuple):
    """An opening tag, or one that stands alone."""

    name: str
    source: str

    @property
    def attributes(self) -> Attributes:
        """The attributes by name."""
        return attributes(self.source)


class End(NamedTuple):
    """A closing tag."""

    name: str


def attributes(source: str) -> Attributes:
    """The attributes between a tag's name and its end, their entities decoded."""
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(source)}


def tokens(db_html: str) -> Iterator[Text | Start | End]:
    """The tags and the text of a stored text, in their order; comments are left out."""
    position = 0
    for match in TAG.finditer(db_html):
        if match.start() > position:
            yield Text(unescape(db_html[position : match.start()]))
        position = match.end()
        closing, name, source = match.groups()
        if name:
            yield End(name.lower()) if closing else Start(name.lower(), source)
    if position < len(db_html):
        yield Text(unescape(db_html[position:]))

"""Whether a translated segment can stand in the place of its source.

Services lose links, make up tags and decode entities (LibreTranslate does so with every `&amp;`).
What can be mended without guessing is; what cannot is not used.
"""

import unicodedata
from collections import Counter

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii
from wagtail_localize.strings import StringValue

#: Bytes that a path component of a page may have.
_SLUG_LENGTH = 255


def usable(source: str, translated: str) -> str | None:
    """A translated segment as it is kept, or None where its markup or its letters are broken.

    It may use the kinds of tags that its source has, and must have the same links.
    """
    if not _is_text(translated) or not translated.strip():
        return None
    soup = BeautifulSoup(translated, "html.parser")
    try:
        value = StringValue.from_translated_html(translated)
    except ValueError:
        return None
    if any(type(text) is not NavigableString for text in soup.find_all(string=True)):
        return None  # comments and such
    before, after = _tags(BeautifulSoup(source, "html.parser")), _tags(soup)
    if not {name for name, _id in after} <= {name for name, _id in before}:
        return None
    return str(value.data) if _links(before) == _links(after) else None


def spoken(slug: str) -> str:
    """An address as words, which a service can translate."""
    return slug.replace("-", " ")


def slug(translated: str) -> str | None:
    """Translated words as an address, or None where nothing remains of them."""
    words = BeautifulSoup(translated, "html.parser").get_text(" ")
    return slugify(string_to_ascii(words))[:_SLUG_LENGTH].strip("-") or None


def _is_text(text: str) -> bool:
    """Whether databases can hold it: no half characters, no control characters but white space."""
    return not any(unicodedata.category(c) in {"Cs", "Cc"} and c not in "\t\n\r" for c in text)


def _tags(soup: BeautifulSoup) -> Counter[tuple[str, str]]:
    found = (tag for tag in soup.find_all(True) if isinstance(tag, Tag))
    return Counter((tag.name, str(tag.get("id", ""))) for tag in found)


def _links(tags: Counter[tuple[str, str]]) -> dict[tuple[str, str], int]:
    return {tag: number for tag, number in tags.items() if tag[0] == "a"}

"""Rich text as Wagtail stores it, in the formats that the Content API offers.

None of Wagtail's own formats fits: they fetch objects themselves, in the language of the request,
and their Markdown leaves `&copy;`, `~~` and `!` before a link unescaped. `markdownify` neither
escapes addresses nor survives deep nesting, and `html-to-markdown` loses text in it; so Markdown
is written here, from the same blocks as Portable Text.
"""

from collections.abc import Callable
from typing import Any

from twinning.content_api.rich_text.as_html import to_html
from twinning.content_api.rich_text.as_markdown import to_markdown
from twinning.content_api.rich_text.as_portable_text import to_portable_text
from twinning.content_api.rich_text.resolver import Resolver

FORMATS = ("html", "markdown", "portable_text")

_CONVERTERS: dict[str, Callable[[str, Resolver], str | list[dict[str, Any]]]] = {
    "html": to_html,
    "markdown": to_markdown,
    "portable_text": to_portable_text,
}


def convert(db_html: str | None, format: str, resolver: Resolver) -> str | list[dict[str, Any]]:
    """Stored rich text in one of the `FORMATS`.

    Args:
        db_html: the text as the database has it; no text is too odd to be converted.
        format: one of the `FORMATS`.
        resolver: finds what the text refers to.

    Returns:
        A string of HTML or CommonMark, or a list of the shape of `schemas.PortableText`;
        `""` or `[]` where there is no text.

    Raises:
        ValueError: there is no such format.
    """
    if format not in _CONVERTERS:
        raise ValueError(f"Rich text has no format {format!r}; it has {', '.join(FORMATS)}")
    return _CONVERTERS[format](_encodable(db_html or ""), resolver)


def _encodable(text: str) -> str:
    """The text without what UTF-8, or a client's parser of JSON, HTML or Markdown, refuses."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "\ufffd")

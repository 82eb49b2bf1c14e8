"""Rich text as HTML: the stored text, with its references replaced in one pass.

Wagtail's own rewriters replace opening tags alone, so a link without a target would stay behind
as an `<a>`; and they copy the whole text for each tag.
"""

import re
from html import escape
from typing import Any

from twinning.content_api.rich_text import tags, targets
from twinning.content_api.rich_text.resolver import Resolver

_REFERENCES = re.compile(r"<(/?)(a|embed)(?=[\s/>])([^<>]*)>")


_BLOCK_KEYS = re.compile(r' data-block-key="[^"<>]*"')


def to_html(db_html: str, resolver: Resolver) -> str:
    """Stored rich text as HTML for display, without the keys that the editor gives paragraphs.

    What is not a reference stays as it was stored.
    """
    if "data-block-key" in db_html:
        db_html = _BLOCK_KEYS.sub("", db_html)
    if "<a" not in db_html and "<embed" not in db_html:
        return db_html
    return _REFERENCES.sub(_Replacement(resolver), db_html)


class _Replacement:
    """Gives what stands in the place of each tag of a text, from its first to its last."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._is_open = False

    def __call__(self, match: re.Match[str]) -> str:
        closing, name, source = match.groups()
        if name == "embed":
            return "" if closing else _embed(tags.attributes(source), self._resolver)
        if closing:
            return self._close()
        attributes = tags.attributes(source)
        # An <a> in an <a> ends it, as it does for a browser.
        before = self._close()
        opening = _anchor(attributes, self._resolver, match.group())
        self._is_open = bool(opening)
        return before + opening

    def _close(self) -> str:
        was_open, self._is_open = self._is_open, False
        return "</a>" if was_open else ""


def _anchor(attributes: tags.Attributes, resolver: Resolver, stored: str) -> str:
    if "linktype" not in attributes and "href" not in attributes:
        return stored  # a place to link to
    link = targets.link(attributes, resolver)
    if link is None:
        return ""
    if link.page is None and link.document is None:
        return stored
    hreflang = f' hreflang="{escape(link.hreflang)}"' if link.hreflang else ""
    return f'<a href="{escape(link.href)}"{hreflang}>'


def _embed(attributes: tags.Attributes, resolver: Resolver) -> str:
    kind = attributes.get("embedtype")
    if kind == "image":
        image = targets.image(attributes, resolver)
        return "" if image is None else _image(image)
    if kind == "media":
        media = targets.media(attributes, resolver)
        return "" if media is None else _media(media)
    return ""


def _image(image: dict[str, Any]) -> str:
    srcset = _srcset(image)
    return (
        f'<img src="{escape(image["src"])}" alt="{escape(image["alt"])}" '
        f'width="{image["width"]}" height="{image["height"]}"'
        + (f' srcset="{escape(srcset)}">' if srcset else ">")
    )


def _srcset(image: dict[str, Any]) -> str:
    """The files of the family that `src` is of: an `<img>` cannot choose between types."""
    families: list[str] = [source["srcset"] for source in image["sources"]]
    same = [family for family in families if image["src"] in family]
    return next(iter(same or families[-1:]), "")


def _media(media: dict[str, Any]) -> str:
    title = media.get("title") or media["url"]
    return f'<p><a href="{escape(media["url"])}">{escape(title)}</a></p>'

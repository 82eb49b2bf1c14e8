"""What the links and embeds of a text lead to, one answer for all formats."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail.whitelist import check_url

from twinning.content_api.rich_text.resolver import Resolver
from twinning.content_api.rich_text.tags import Attributes
from twinning.references import reference_key


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """Where a link leads, with the object of the site that is there, if it is one.

    Two links to the same place are not equal: they are marks of their own.
    """

    href: str
    hreflang: str | None = None
    page: dict[str, Any] | None = None
    document: dict[str, Any] | None = None


def link(attributes: Attributes, resolver: Resolver) -> Link | None:
    """The target of an `<a>`, or None where there is none that a reader may follow."""
    if "linktype" not in attributes:
        href = attributes.get("href", "")
        return Link(href) if href and is_safe(href) else None
    find = _LINKS.get(attributes["linktype"])
    pk = reference_key(attributes.get("id", ""))
    return find(pk, resolver) if find and pk is not None else None


def image(attributes: Attributes, resolver: Resolver) -> dict[str, Any] | None:
    """The picture of an `<embed embedtype="image">`, or None."""
    pk = reference_key(attributes.get("id", ""))
    return None if pk is None else resolver.image(pk, attributes.get("alt", ""))


def media(attributes: Attributes, resolver: Resolver) -> dict[str, Any] | None:
    """The film or recording of an `<embed embedtype="media">`, or None."""
    url = attributes.get("url", "")
    return resolver.embed(url) if url and is_safe(url) else None


def is_safe(url: str) -> bool:
    """Whether a URL is of a scheme that Wagtail stores; texts also come from other places."""
    return check_url(url) is not None


def _page(pk: int, resolver: Resolver) -> Link | None:
    page = resolver.page(pk)
    if page is None:
        return None
    hreflang = page["locale"] if page["locale"] != resolver.locale else None
    return Link(resolver.href(page), hreflang=hreflang, page=page)


def _document(pk: int, resolver: Resolver) -> Link | None:
    document = resolver.document(pk)
    return None if document is None else Link(document["url"], document=document)


_LINKS: dict[str, Callable[[int, Resolver], Link | None]] = {
    "page": _page,
    "document": _document,
}

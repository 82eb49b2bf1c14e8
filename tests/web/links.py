"""What a document leads to, by its kind: HTML, SVG, style sheets, modules, feeds and site maps."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

#: Where elements name one address, and where a list of them.
#: A form that is posted leads to what its answer has: its faults are not there before.
_ADDRESSES = (
    "a[href], area[href], link[href], use[href], image[href], [src], "
    "form[action]:not([method=post])"
)
_SETS = "img[srcset], source[srcset], link[imagesrcset]"
_METAS = 'meta[property="og:url"], meta[property="og:image"], meta[name="twitter:image"]'
#: Links that name a page's address for good, so that none may be a redirect.
_FINAL = {"canonical", "alternate"}


@dataclass(frozen=True)
class Link:
    """An address as it is written, and whether it must answer without a redirect."""

    href: str
    is_final: bool = False


@dataclass(frozen=True)
class Document:
    """What matters of an answer for a walk: where it leads, and its ids, doubled ones twice."""

    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()


def read(kind: str, text: str) -> Document:
    """The links of a document, whose kind is its media type without parameters."""
    if kind == "text/html":
        return _markup(BeautifulSoup(text, "html.parser"))
    if kind == "image/svg+xml":
        return _markup(BeautifulSoup(text, "html.parser"))
    return Document(tuple(_LEADS.get(kind, _nowhere)(text)))


def _markup(soup: BeautifulSoup) -> Document:
    ids = tuple(str(tag["id"]) for tag in soup.select("[id]"))
    return Document(tuple(_in_markup(soup)), ids)


def _in_markup(soup: BeautifulSoup) -> Iterator[Link]:
    for tag in soup.select(_ADDRESSES):
        names = [name for name in ("href", "src", "action") if tag.get(name)]
        yield from (Link(str(tag[name]), _is_final(tag)) for name in names)
    for tag in soup.select(_SETS):
        for part in str(tag.get("srcset") or tag.get("imagesrcset")).split(","):
            yield Link(part.split()[0])
    yield from (Link(str(tag["content"])) for tag in soup.select(_METAS))
    for tag in soup.select("style"):
        yield from _in_css(tag.get_text())


def _is_final(tag: Tag) -> bool:
    return tag.name == "link" and bool(_FINAL & set(tag.get_attribute_list("rel")))


def _in_css(text: str) -> Iterator[Link]:
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    for found in re.finditer(r"url\(\s*(\"[^\"]*\"|'[^']*'|[^)]*)\s*\)", without_comments):
        yield Link(found[1].strip("\"'"))


def _in_module(text: str) -> Iterator[Link]:
    for found in re.finditer(r"(?m)(?:^|;)\s*(?:import|export)\b[^\"';]*[\"'](\.[^\"']+)", text):
        yield Link(found[1])


def _in_xml(text: str) -> Iterator[Link]:
    soup = BeautifulSoup(text, "html.parser")
    is_feed = soup.find("feed") is not None
    for tag in soup.find_all(("loc", "image:loc")):
        yield Link(tag.get_text().strip(), is_final=True)
    for tag in soup.find_all(("link", "xhtml:link")):
        if tag.get("href"):
            yield Link(str(tag["href"]), is_final=not is_feed or tag.get("rel") != ["enclosure"])


def _in_manifest(text: str) -> Iterator[Link]:
    manifest = json.loads(text)
    for member in (manifest, *manifest.get("icons", [])):
        yield from (Link(member[name]) for name in ("start_url", "src") if name in member)


def _in_robots(text: str) -> Iterator[Link]:
    for found in re.finditer(r"(?im)^sitemap:\s*(\S+)", text):
        yield Link(found[1], is_final=True)


def _nowhere(_text: str) -> Iterable[Link]:
    return ()


_LEADS = {
    "text/css": _in_css,
    "text/javascript": _in_module,
    "application/javascript": _in_module,
    "application/xml": _in_xml,
    "text/xml": _in_xml,
    "application/atom+xml": _in_xml,
    "application/manifest+json": _in_manifest,
    "text/plain": _in_robots,
}

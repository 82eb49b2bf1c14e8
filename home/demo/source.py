"""The content of a first run as it is written down: TOML files, one a page, read as data."""

import tomllib
import uuid
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
PAGES = FOLDER / "pages"
PICTURES = FOLDER / "pictures"
TRANSLATIONS = FOLDER / "translations"

#: All identifiers of the content come from here, so that a second run finds what a first one made
#: and the .po files name the same blocks on every machine (RFC 9562, version 5).
NAMESPACE = uuid.UUID("5a0f3f4e-7c5b-4c4e-9d7c-7d2c4b1f1948")


def stable_id(*parts: str) -> uuid.UUID:
    """The identifier of a part of the content, the same on every machine."""
    return uuid.uuid5(NAMESPACE, "/".join(parts))


@dataclass(frozen=True)
class PageSource:
    """One page as written: its key is the path of its file below `pages/`."""

    key: str
    data: dict[str, Any]

    @property
    def model(self) -> str:
        """The page type, such as `towns.TownPage`."""
        return str(self.data["type"])

    @property
    def parent(self) -> str | None:
        """The key of the page above, or None for the home page."""
        return self.data.get("parent")

    @property
    def translation_key(self) -> uuid.UUID:
        """What the page and its translations share."""
        return stable_id(self.key)

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The values of the page type's own fields."""
        structure = {"type", "parent", "position"}
        return {name: value for name, value in self.data.items() if name not in structure}


def pages() -> list[PageSource]:
    """All pages, parents before their children, siblings in their order."""
    found = {
        path.relative_to(PAGES).with_suffix("").as_posix(): _read(path)
        for path in PAGES.rglob("*.toml")
    }
    by_parent: dict[str | None, list[PageSource]] = {}
    for key, data in found.items():
        by_parent.setdefault(data.get("parent"), []).append(PageSource(key, data))

    def below(parent: str | None) -> list[PageSource]:
        siblings = sorted(
            by_parent.get(parent, []), key=lambda page: (page.data.get("position", 0), page.key)
        )
        return [page for sibling in siblings for page in (sibling, *below(sibling.key))]

    return below(None)


def interests() -> list[dict[str, str]]:
    """`{"key": …, "name": …}` in English, in the order in which they are listed."""
    return list(_read(FOLDER / "interests.toml")["interests"])


def navigation() -> dict[str, Any]:
    """Site name, strapline, menus and footer in English."""
    return _read(FOLDER / "navigation.toml")


def glossary() -> dict[str, Any]:
    """`{"terms": […], "places": […]}`: notes, and names by language, each with its forms."""
    return _read(FOLDER / "glossary.toml")


def po_path(language: str, key: str) -> Path:
    """Where the translation of a page (or `interests`, `navigation`) into a language is kept."""
    return TRANSLATIONS / language / f"{key}.po"


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))

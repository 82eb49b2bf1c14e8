"""What an answer says, without what another database or another key would say differently.

Dates, translation keys and identities of blocks are fixed where the world is made. What is left:

* primary keys, counted out by the database: `<page 1>`, `<image 1>`, `<document 1>`, numbered in
  the order in which they come, so that equal keys stay equal and different ones different;
* signatures of addresses that make a rendition: `<signature>`;
* the number of the present generation: `<generation>`.
"""

import re
from typing import Any

_SIGNED = re.compile(r"/images/[\w=-]+/(\d+)/")
_DOCUMENT = re.compile(r"/documents/(\d+)/")
_FORM = re.compile(r"/forms/(\d+)/")


class Normal:
    """Placeholders of one answer."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], str] = {}

    def of(self, value: Any) -> Any:
        """The same JSON value with placeholders."""
        if isinstance(value, list):
            return [self.of(item) for item in value]
        if isinstance(value, str):
            return self._text(value)
        if not isinstance(value, dict):
            return value
        return {name: self._member(name, item, value) for name, item in value.items()}

    def _member(self, name: str, item: Any, owner: dict[str, Any]) -> Any:
        if name == "id" and isinstance(item, int):
            return self._placeholder(_kind(owner), item)
        if name == "until":
            return "<generation>"
        if name == "town" and isinstance(item, int):
            return self._placeholder("page", item)
        return self.of(item)

    def _text(self, text: str) -> str:
        text = _SIGNED.sub(
            lambda m: f"/images/<signature>/{self._placeholder('image', int(m[1]))}/", text
        )
        text = _FORM.sub(lambda m: f"/forms/{self._placeholder('page', int(m[1]))}/", text)
        return _DOCUMENT.sub(
            lambda m: f"/documents/{self._placeholder('document', int(m[1]))}/", text
        )

    def _placeholder(self, kind: str, key: int) -> str:
        number = 1 + sum(known == kind for known, _key in self._known)
        return self._known.setdefault((kind, key), f"<{kind} {number}>")


def _kind(owner: dict[str, Any]) -> str:
    """What an object is, told by what nothing else has."""
    if "sources" in owner:
        return "image"
    if "names" in owner:
        return "term"
    return "document" if "content_type" in owner else "page"

"""What rich text needs to know of the objects that it refers to, whoever fetches them."""

from typing import Any, Protocol


class Resolver(Protocol):
    """Finds the objects behind the references in a text; None for what cannot be shown."""

    #: The language code of the text.
    locale: str

    def page(self, pk: int) -> dict[str, Any] | None:
        """A page as `{"id", "type", "title", "locale", "path", "url"}`."""

    def href(self, page: dict[str, Any]) -> str:
        """Where a link to such a page leads: its path, or its address where it is elsewhere."""

    def document(self, pk: int) -> dict[str, Any] | None:
        """A document as `{"id", "title", "url", "content_type", "size"}`, its URL absolute."""

    def image(self, pk: int, alt: str) -> dict[str, Any] | None:
        """A picture as `{"id", "title", "alt", "credit", "width", "height", "focal_point",
        "placeholder", "src", "sources": [{"type", "srcset"}]}`."""

    def embed(self, url: str) -> dict[str, Any] | None:
        """A film or recording elsewhere as `{"url", "title", …}`."""

"""Links in rich text, to pages in the visitor's language and to documents, in few queries."""

from typing import Any

from django.utils import translation
from django.utils.html import format_html
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from twinning import references


class LocalisedPageLinkHandler(PageLinkHandler):
    """A link to a page, in the active language; where it is in another, `hreflang` says which."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Opening tags for links to pages, from the request's references."""
        store = references.current()
        pages = store.get_many(cls.get_model(), [_key(attrs) for attrs in attrs_list])
        return [_page_link(store.localised(page)) for page in pages]


class ReferencedDocumentLinkHandler(DocumentLinkHandler):
    """A link to a document of the library."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        """The documents, from the request's references."""
        return references.current().get_many(cls.get_model(), [_key(attrs) for attrs in attrs_list])


def _key(attrs: dict[str, Any]) -> int | None:
    return references.reference_key(attrs.get("id", ""))


def _page_link(page: Any) -> str:
    if page is None:
        return "<a>"
    if page.locale.language_code == translation.get_language():
        return format_html('<a href="{}">', page.url)
    return format_html('<a href="{}" hreflang="{}">', page.url, page.locale.language_code)

"""What the home page and pages of plain content are, in the words of schema.org."""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from home import context_processors
from twinning import hosts
from twinning.seo import structured


def of_home(page: Page, request: HttpRequest) -> list[dict[str, Any]]:
    """The organisation, and the site with its search."""
    site = structured.website(page, request)
    url = _search_url(request)
    if url:
        site["potentialAction"] = {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{url}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        }
    return [structured.organization(request), site, structured.web_page(page, request)]


def of_text(page: Page, request: HttpRequest) -> list[dict[str, Any]]:
    """A page that the organisation says something of itself on."""
    own = structured.organization(request)
    return [own, {**structured.web_page(page, request), "publisher": {"@id": own["@id"]}}]


def _search_url(request: HttpRequest) -> str:
    """The absolute address of the search page, empty where there is none."""
    settings = context_processors.settings_of(request)
    found = settings.search_page if settings else None
    url = found.get_url(request) if found else None
    return hosts.absolute(request, url) if url else ""

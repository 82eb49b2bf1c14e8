"""The search page: looks through the pages of the visitor's language."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from twinning import searching
from twinning.pages import ContentPage


class SearchPage(ContentPage):
    """A form, and what was found: `?q=` the words, `?page=` the page of results, and facets."""

    uncrawled_parameters = frozenset({"q"})
    in_sitemap = False
    in_search = False
    schema_kind = "SearchResultsPage"
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("search page")

    @property
    def query_parameters(self) -> frozenset[str]:  # type: ignore[override]  # a ClassVar above
        """The words, the page of results, and whatever facets the rooms have registered."""
        return frozenset({"q", "page", *searching.facet_names()})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what was found; see `search.page_context`."""
        from search import page_context

        context = super().get_context(request, *args, **kwargs)
        return context | page_context.of(request)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where nothing was found, an answer that no cache keeps: it is counted how often.

        429 for whoever has searched too often.
        """
        response: HttpResponse = super().serve(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        if context.get("wait"):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response.headers["Retry-After"] = str(context["wait"])
        if context.get("wait") or context.get("is_missed"):
            response.headers["Cache-Control"] = "private, no-cache"
        return response

"""The search page: looks through the pages of the visitor's language."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from search import queries
from twinning.pages import ContentPage

RESULTS_A_PAGE = 10


class SearchPage(ContentPage):
    """A form, and what was found: `?q=` the words, `?page=` the page of results."""

    query_parameters = frozenset({"q", "page"})
    uncrawled_parameters = frozenset({"q"})
    in_sitemap = False
    schema_kind = "SearchResultsPage"
    parent_page_types = ["wagtailcore.Page", "home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("search page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `query`, as it was understood, and `results`, a page of the paginator or None."""
        context = super().get_context(request, *args, **kwargs)
        query = queries.clean_query(request.GET.get("q", ""))
        context["query"] = query
        context["results"] = None
        if query:
            found = Paginator(queries.pages_matching(query, request, but=self), RESULTS_A_PAGE)
            context["results"] = found.get_page(request.GET.get("page"))
        context["listed"] = context["results"]
        return context

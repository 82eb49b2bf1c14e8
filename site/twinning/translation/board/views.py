"""The board: every page in every language, and how far each translation is."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.forms import Media
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import BaseListingView

from twinning.translation.board import families, status
from twinning.translation.board.filters import BoardFilterSet
from twinning.translation.board.reader import Reader
from twinning.translation.board.rows import Rows
from twinning.translation.rights.questions import require
from twinning.translation.states.status import Status

STYLES = Media(css={"all": ["twinning/admin/board.css"]})


class BoardPaginator(WagtailPaginator):
    """Counts pages of the site."""

    @cached_property
    def items_count_label(self) -> str:
        """How many there are in all."""
        return ngettext("%(number)s page", "%(number)s pages", self.count) % {"number": self.count}


class BoardTable(Component):
    """The table, and what its words mean.

    Args:
        rows: what it shows.
        languages: the codes of its columns.
    """

    template_name = "twinning/admin/board/table.html"
    media = STYLES

    def __init__(self, reader: Reader, rows: Rows, languages: Sequence[str]) -> None:
        self._reader, self._rows, self._languages = reader, rows, languages

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """`rows`; `languages` as code, name and whether the reader works in it; `legend`."""
        names, few = dict(settings.LANGUAGES), len(self._reader.languages) < len(settings.LANGUAGES)
        return {
            "rows": self._rows,
            "languages": [
                (code, names[code], few and code in self._reader.languages)
                for code in self._languages
            ],
            "legend": [
                (found, status.ICONS[found], status.EXPLANATIONS[found]) for found in Status
            ],
        }


class BoardView(BaseListingView):
    """The list, its filters and its search."""

    page_title = _("Translations")
    header_icon = "site"
    index_url_name = "twinning_translations:board"
    index_results_url_name = "twinning_translations:board_results"
    filterset_class = BoardFilterSet
    paginator_class = BoardPaginator
    paginate_by = 50
    is_searchable = True
    verbose_name_plural = _("pages")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn away whoever has nothing to do with pages."""
        require(self.reader.may_enter())
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def reader(self) -> Reader:
        """Whoever looks."""
        return Reader(self.request.user)

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """With whose languages they offer."""
        pages = families.families(self.reader)
        return {**super().get_filterset_kwargs(), "queryset": pages, "reader": self.reader}

    def get_queryset(self) -> list[str]:
        """The tree paths of all rows: their number and those of any page cost one query."""
        pages = families.families(self.reader)
        if not self.filters.is_valid():
            return []
        pages = self.filters.filter_queryset(pages)
        if self.is_searching:
            pages = families.called(pages, self.reader, self.search_query)
        return list(pages.values_list("path", flat=True))

    def get_table(self, object_list: Sequence[str]) -> BoardTable:
        """The rows of one page of the list."""
        languages = self.filters.languages
        return BoardTable(self.reader, Rows(self.reader, object_list, languages), languages)

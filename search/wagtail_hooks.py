"""What this room adds to Wagtail."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from search.report import MissViewSet


@hooks.register("register_admin_viewset")
def register_misses() -> MissViewSet:
    """The report of searches without result."""
    return MissViewSet()


@hooks.register("construct_reports_menu")
def hide_search_terms(request: HttpRequest, menu_items: list[Any]) -> None:
    """Wagtail's report of search terms stays empty: what people find is not counted."""
    menu_items[:] = [item for item in menu_items if item.name != "search-terms"]

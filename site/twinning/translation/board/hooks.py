"""What the board adds to Wagtail; `twinning.translation.wagtail_hooks` loads it."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from twinning.translation.board.panels import NextStepsPanel, WaitingPanel
from twinning.translation.board.reader import Reader
from twinning.translation.board.views import BoardView


class BoardMenuItem(MenuItem):
    """The way to the board, for whoever has anything to do with pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether they may enter it."""
        return Reader(request.user).may_enter()


@hooks.register("register_admin_menu_item")
def register_board_menu_item() -> BoardMenuItem:
    """Right below the pages themselves."""
    return BoardMenuItem(
        _("Translations"),
        reverse_lazy("twinning_translations:board"),
        name="translations",
        icon_name="site",
        order=110,
    )


@hooks.register("register_admin_urls")
def register_board_urls() -> list[URLResolver]:
    """The board, and its rows alone for a change of filters."""
    urls: list[URLPattern] = [
        path("", BoardView.as_view(), name="board"),
        path("results/", BoardView.as_view(results_only=True), name="board_results"),
    ]
    return [path("translations/", include((urls, "twinning_translations")))]


@hooks.register("construct_homepage_panels")
def say_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Ours first; what waits for approval is in it, at the same cost for any number of tasks."""
    ours = [WaitingPanel(request.user), NextStepsPanel(request.user)]
    kept = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    panels[:] = [*ours, *kept]


@hooks.register("construct_homepage_summary_items", order=1000)  # after all who add one
def leave_out_the_summary(request: HttpRequest, items: list[Any]) -> None:
    """How many pages and pictures there are helps nobody to begin."""
    items.clear()

"""What the guards add to Wagtail; imported by `twinning.translation.wagtail_hooks`."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.models import Page

from twinning.translation.guards import (
    buttons,
    choosing,
    restarting,
    segments,
    snippets,
    unhooking,
)
from twinning.translation.guards.copying import register_actions
from twinning.translation.guards.submit import SubmitPageView, SubmitSnippetView
from twinning.translation.guards.update import UpdateView

#: Before wagtail-localize's hooks, which have none.
FIRST = -10


@hooks.register("register_admin_urls", order=FIRST)
def before_wagtail_localize() -> list[URLPattern]:
    """Views at wagtail-localize's addresses; whose names stay."""
    snippet = "<slug:app_label>/<slug:model_name>/"
    return [
        path("localize/submit/page/<int:page_id>/", SubmitPageView.as_view()),
        path(f"localize/submit/snippet/{snippet}<str:pk>/", SubmitSnippetView.as_view()),
        path("localize/update/<int:translation_source_id>/", UpdateView.as_view()),
        path(f"localize/api/snippets/{snippet}", snippets.listing),
        path(f"localize/api/snippets/{snippet}<str:pk>/", snippets.listing),
        path("localize/reports/translations/", _to_board),
        path("localize/reports/translations/results/", _to_board),
        *segments.urls(),
    ]


def _to_board(request: HttpRequest) -> Any:
    """The report shows everything to everybody; the board, to each their own."""
    return RedirectView.as_view(pattern_name="twinning_translations:board")(request)


@hooks.register("register_actions")
def actions(registry: Any) -> None:
    """Copying, aliasing, moving and submitting in the API v3."""
    register_actions(registry)


@hooks.register("construct_page_chooser_queryset")
def choosable(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """The page chooser shows what is live, and what the explorer shows."""
    return choosing.shown(pages, request.user)


@hooks.register("construct_admin_api")
def admin_api(router: Any) -> None:
    """The admin's own API."""
    router.register_endpoint("pages", choosing.ShownPagesViewSet)


unhooking.take_out()
hooks.register("construct_explorer_page_queryset", buttons.with_sources)
hooks.register("register_page_header_buttons", buttons.in_header)
hooks.register("register_page_listing_more_buttons", buttons.in_row)
hooks.register("register_snippet_listing_buttons", buttons.of_snippet)
hooks.register("before_edit_page", restarting.restart, order=FIRST)
hooks.register("before_edit_snippet", restarting.restart, order=FIRST)

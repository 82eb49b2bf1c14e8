"""What the guards add to Wagtail; imported by `twinning.translation.wagtail_hooks`."""

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks

from twinning.translation.guards import segments
from twinning.translation.guards.copying import register_actions
from twinning.translation.guards.submit import SubmitPageView, SubmitSnippetView


@hooks.register("register_admin_urls", order=-10)
def before_wagtail_localize() -> list[URLPattern]:
    """Views at wagtail-localize's addresses; whose names stay."""
    return [
        path("localize/submit/page/<int:page_id>/", SubmitPageView.as_view()),
        path(
            "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
            SubmitSnippetView.as_view(),
        ),
        *segments.urls(),
    ]


@hooks.register("register_actions")
def actions(registry: Any) -> None:
    """Copying, aliasing, moving and submitting in the API v3."""
    register_actions(registry)

"""Views that stand before Wagtail's own, which a hook can only add to; included under `admin/`."""

from typing import Any

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from twinning.translation.guards import choosing


def _admin(route: str, view: Any) -> URLPattern:
    """An address as the admin has it: for those who may come in, and kept nowhere."""
    return path(route, never_cache(require_admin_access(view)))


urlpatterns = [
    _admin("pages/<int:parent_page_id>/", choosing.explore),
    _admin("pages/<int:parent_page_id>/results/", choosing.explore_results),
    _admin("pages/workflow/confirm_cancellation/<int:page_id>/", choosing.confirm_cancellation),
    _admin("choose-page/<int:parent_page_id>/", choosing.BrowseView.as_view()),
    _admin("choose-page/chosen-multiple/", choosing.ChosenMultipleView.as_view()),
    _admin("reports/page-types-usage/", choosing.PageTypesView.as_view()),
    _admin("reports/page-types-usage/results/", choosing.PageTypesView.as_view(results_only=True)),
]

"""wagtail-localize's list of snippets, which it shows to everybody in the admin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import get_snippet_model_from_url_params
from wagtail_localize.views.snippets_api import SnippetViewSet

from twinning.translation.rights.questions import require


def listing(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """wagtail-localize's list of snippets, or one: for whoever may do anything with the type."""
    model = get_snippet_model_from_url_params(kwargs["app_label"], kwargs["model_name"])
    rights = policy_registry.get_by_type(model)
    require(rights.user_has_any_permission(request.user, {"add", "change", "delete", "view"}))
    action = "retrieve" if "pk" in kwargs else "list"
    answer: HttpResponse = SnippetViewSet.as_view({"get": action})(request, **kwargs)
    return answer

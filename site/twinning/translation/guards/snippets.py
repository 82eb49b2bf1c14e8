"""Translatable snippets: in the admin's views, and in wagtail-localize's list of them.

Wagtail's views ask for a permission of the type; whose language a snippet is in they do not ask.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from wagtail.models import TranslatableMixin
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import get_snippet_model_from_url_params
from wagtail_localize.views.snippets_api import SnippetViewSet

from twinning.translation.guards.questions import may_edit, require
from twinning.translation.rights import policy


def require_language_of_new(request: HttpRequest, model: Any) -> None:
    """Turn away whoever adds a snippet in a language that is not theirs; `before_create_snippet`.

    Raises:
        PermissionDenied: so.
    """
    if issubclass(model, TranslatableMixin):
        code = request.GET.get("locale") or settings.LANGUAGE_CODE
        rights = policy.LocalePermissionPolicy(model)
        may_add = rights.user_has_permission(request.user, "add")
        require(may_add and code in policy.languages_of(request.user))


def require_language(request: HttpRequest, snippet: Any) -> None:
    """Turn away whoever edits one in a language that is not theirs; `before_edit_snippet`.

    Raises:
        PermissionDenied: so.
    """
    if isinstance(snippet, TranslatableMixin):
        require(may_edit(request.user, snippet))


def require_languages(request: HttpRequest, snippets: Iterable[Any]) -> None:
    """Turn away whoever deletes some in languages that are not theirs; `before_delete_snippet`.

    Raises:
        PermissionDenied: so.
    """
    for snippet in snippets:
        if isinstance(snippet, TranslatableMixin):
            rights = policy.LocalePermissionPolicy(type(snippet))
            require(rights.user_has_permission_for_instance(request.user, "delete", snippet))


def listing(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """wagtail-localize's list of snippets, or one: for whoever may do anything with the type."""
    model = get_snippet_model_from_url_params(kwargs["app_label"], kwargs["model_name"])
    rights = policy_registry.get_by_type(model)
    require(rights.user_has_any_permission(request.user, {"add", "change", "delete", "view"}))
    action = "retrieve" if "pk" in kwargs else "list"
    answer: HttpResponse = SnippetViewSet.as_view({"get": action})(request, **kwargs)
    return answer

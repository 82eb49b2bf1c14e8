"""Translatable snippets in the admin: everybody works on those in their own languages.

Wagtail's views ask for a permission of the model as a whole, whatever instance they show.
"""

from collections.abc import Iterable
from typing import Any

from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet

from twinning.translation.rights import held


class _OwnLanguage:
    """A view that asks the policy about the instance that it shows, or else about the language."""

    def user_has_permission(self, permission: str) -> bool:
        """Whether whoever asks may do it here."""
        view: Any = self
        allowed = bool(super().user_has_permission(permission))  # type: ignore[misc]
        if not allowed or permission == "view":
            return allowed
        instance = getattr(view, "object", None)
        if instance is None or instance.pk is None:
            locale = view.locale
            return locale is None or locale.language_code in held.languages_of(view.request.user)
        policy = policy_registry.get(instance)
        return bool(
            policy.user_has_permission_for_instance(view.request.user, permission, instance)
        )

    def user_has_any_permission(self, permissions: Iterable[str]) -> bool:
        """Whether whoever asks may do any of it with what it shows; with anything in a list."""
        view: Any = self
        if getattr(view, "object", None) is None:
            return bool(super().user_has_any_permission(permissions))  # type: ignore[misc]
        return any(self.user_has_permission(permission) for permission in permissions)


class _Index(_OwnLanguage, snippets.IndexView):
    pass


class _Create(_OwnLanguage, snippets.CreateView):
    pass


class _Edit(_OwnLanguage, snippets.EditView):
    pass


class _Delete(_OwnLanguage, snippets.DeleteView):
    pass


class _Usage(_OwnLanguage, snippets.UsageView):
    pass


class _History(_OwnLanguage, snippets.HistoryView):
    pass


class _Inspect(_OwnLanguage, snippets.InspectView):
    pass


class OwnLanguageViewSet(SnippetViewSet):
    """For a translatable snippet whose model has a `LocalePermissionPolicy`."""

    index_view_class = _Index
    add_view_class = _Create
    edit_view_class = _Edit
    delete_view_class = _Delete
    usage_view_class = _Usage
    history_view_class = _History
    inspect_view_class = _Inspect
    copy_view_enabled = False

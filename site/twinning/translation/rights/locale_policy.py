"""Rights to translatable snippets: what a permission allows, in one's own languages alone."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.models import GroupPagePermission
from wagtail.permission_policies import ModelPermissionPolicy

from twinning.translation.rights import held

#: What the language does not matter for.
_ANYWHERE = "view"


class LocalePermissionPolicy(ModelPermissionPolicy):
    """Django's permissions of a translatable model, and the language must be one's own.

    Whose language it is, the tree of pages says: `languages_of`. To view needs the permission only.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether somebody may do it with some instance, in some language."""
        return bool(super().user_has_permission(user, action)) and (
            action == _ANYWHERE or bool(held.languages_of(user))
        )

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Whether somebody may do any of it with some instance, in some language."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether somebody may do it with this one."""
        if not self.user_has_permission(user, action):
            return False
        return action == _ANYWHERE or self._languages(instance) <= held.languages_of(user)

    def _languages(self, instance: Any) -> set[str]:
        """The language of an instance, and the one that it has in the database.

        A form may have given it another, in which its author may do more.
        """
        stored = self.model._base_manager.filter(pk=instance.pk)
        codes = stored.values_list("locale__language_code", flat=True)
        return {instance.locale.language_code, *codes}

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> "QuerySet[Model]":
        """The instances with which somebody may do any of it."""
        allowed = {action for action in actions if self.user_has_permission(user, action)}
        every: QuerySet[Model] = self.model._default_manager.all()
        if _ANYWHERE in allowed:
            return every
        if not allowed:
            return every.none()
        return every.filter(locale__language_code__in=held.languages_of(user))

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Any
    ) -> "QuerySet[Any]":
        """Everybody who may do any of it with this one."""
        actions = set(actions)
        users: QuerySet[Any] = self.users_with_any_permission(actions - {_ANYWHERE})
        tree = Q(page__depth=1) | Q(page__depth=held.HOME_DEPTH, page__locale=instance.locale_id)
        grants = GroupPagePermission.objects.filter(tree, permission__codename="change_page")
        at_home = Q(groups__in=grants.order_by().values("group")) | Q(is_superuser=True)
        found = users.filter(at_home)
        if _ANYWHERE in actions:
            found = found | self.users_with_any_permission({_ANYWHERE})
        return found.distinct()

"""Who may do what with which enquiry: what the town teams say, and no permission of Django's."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from home.models import Enquiry
from towns import teams

#: Stands among the towns of those who see what was sent to any town, and to none.
EVERYTHING = "everything"


class EnquiryPolicy(BasePermissionPolicy):
    """Teams read and deal with what is sent to their towns; who sees everything may delete too."""

    permission_cache_name = "_enquiry_permissions"

    def get_all_permissions_for_user(self, user: Any) -> set[Any]:
        """The towns that somebody answers for, or `EVERYTHING`; asked once a request."""
        return {EVERYTHING} if teams.sees_everything(user) else set(teams.towns_of(user))

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether somebody may do something with some enquiry."""
        allowed = self.get_cached_permissions_for_user(user)
        if action == "delete":
            return EVERYTHING in allowed
        return action in {"view", "change"} and bool(allowed)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Enquiry) -> bool:
        """Whether somebody may do it with this one."""
        allowed = self.get_cached_permissions_for_user(user)
        is_theirs = EVERYTHING in allowed or instance.town_key in allowed
        return is_theirs and self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> "QuerySet[Enquiry]":
        """The enquiries with which somebody may do any of it."""
        allowed = self.get_cached_permissions_for_user(user)
        if not self.user_has_any_permission(user, actions):
            return Enquiry.objects.none()
        if EVERYTHING in allowed:
            return Enquiry.objects.all()
        return Enquiry.objects.filter(town_key__in=allowed)

    def users_with_any_permission(self, actions: Iterable[str]) -> "QuerySet[Any]":
        """Everybody who may do any of it with some enquiry."""
        found = teams.groups() if {"view", "change"} & set(actions) else teams.groups(None)
        in_team = Q(groups__in=found)
        users = get_user_model()._default_manager.filter(is_active=True)
        return users.filter(in_team | Q(is_superuser=True)).distinct()

"""Writes the log where Django says that something has happened."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.log_actions import get_active_log_context, log
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from twinning.submissions import limits
from twinning.submissions.clients import digest

#: Failures with one name in an hour that the log has: nobody is to fill it from outside.
_FAILURES = 20


def connect() -> None:
    """Listen; call it when all models are there."""
    user = get_user_model()
    user_logged_in.connect(_logged_in, dispatch_uid="twinning.login")
    user_login_failed.connect(_failed, dispatch_uid="twinning.login_failed")
    for through in (user.groups.through, user.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(_related, sender=through, dispatch_uid=f"twinning.{through.__name__}")
    for model in (GroupPagePermission, GroupCollectionPermission):
        post_save.connect(_granted, sender=model, dispatch_uid=f"twinning.{model.__name__}+")
        post_delete.connect(_taken, sender=model, dispatch_uid=f"twinning.{model.__name__}-")


def _logged_in(user: Any, **kwargs: Any) -> None:
    log(user, "twinning.login", user=user)


def _failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    """A name that is nobody's is not kept: it may be a password, typed into the wrong field."""
    model = get_user_model()
    name = str(credentials.get(model.USERNAME_FIELD) or "")
    user = None if "\0" in name else model._default_manager.filter(username=name).first()
    if user is None:
        return
    try:
        limits.count("login failed", digest("failed", str(user.pk)), _FAILURES, 60 * 60)
    except limits.TooMany:
        return
    log(user, "twinning.login_failed")


def _related(
    instance: Model, action: str, model: type[Model], pk_set: set[Any] | None, **kwargs: Any
) -> None:
    """Groups of a user, users of a group, permissions of either."""
    if action in {"post_add", "post_remove"} and pk_set:
        found = [_name(other) for other in model._default_manager.filter(pk__in=pk_set)]
        _changed(instance, **{"added" if action == "post_add" else "removed": sorted(found)})
    elif action == "pre_clear":
        _changed(instance, removed=["*"])


def _granted(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _changed(instance.group, added=[_right(instance)])


def _taken(instance: Any, **kwargs: Any) -> None:
    _changed(instance.group, removed=[_right(instance)])


def _changed(instance: Any, **data: list[str]) -> None:
    """Log it where a person did it: roles are also made by commands, which say so themselves."""
    if get_active_log_context().user is not None:
        log(instance, "twinning.roles", data=data)


def _right(row: Any) -> str:
    where = getattr(row, "page_id", None) or getattr(row, "collection_id", None)
    return f"{row.permission.codename} ({where})"


def _name(other: Any) -> str:
    return str(other.codename) if isinstance(other, Permission) else str(other)

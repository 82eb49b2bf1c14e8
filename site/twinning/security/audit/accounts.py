"""Writes the log where somebody becomes an administrator, or an account opens or closes."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_save, pre_save
from django.http import HttpRequest
from wagtail.log_actions import log

#: What it is called in the log where a field of a user comes to be true, and false.
_ACTIONS = {
    "is_superuser": ("twinning.administrator.given", "twinning.administrator.taken"),
    "is_active": ("twinning.account.activated", "twinning.account.deactivated"),
}
#: Of an account that is not there yet.
_BEFORE = {"is_superuser": False, "is_active": True}
#: Where a user that is being saved keeps what was.
_KEPT = "_before_saving"


def connect() -> None:
    """Listen, as `signals.connect` does; commands are heard as well, as they say nothing of it."""
    user = get_user_model()
    pre_save.connect(_look, sender=user, dispatch_uid="twinning.accounts.before")
    post_save.connect(_tell, sender=user, dispatch_uid="twinning.accounts.after")


def _look(
    instance: Any, using: str, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    stored = {field.name for field in type(instance)._meta.concrete_fields}
    fields = _ACTIONS.keys() & stored & (stored if update_fields is None else set(update_fields))
    if raw or not fields:
        return
    found = type(instance)._base_manager.using(using).filter(pk=instance.pk).values(*fields).first()
    before = found or _BEFORE
    setattr(instance, _KEPT, {name: before[name] for name in sorted(fields)})


def _tell(instance: Any, **kwargs: Any) -> None:
    for name, was in instance.__dict__.pop(_KEPT, {}).items():
        _changed(instance, name, was=was, now=getattr(instance, name))


def bulk_changed(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """For Wagtail's hook: its action for many accounts at once sends no signals.

    Args:
        objects: the accounts as they were before.
    """
    if action_type != "set_active_state" or action.model is not get_user_model():
        return
    now = action.cleaned_form.cleaned_data["mark_as_active"]
    for user in objects:
        _changed(user, "is_active", was=user.is_active, now=now)


def _changed(user: Any, name: str, *, was: bool, now: bool) -> None:
    if bool(was) != bool(now):
        given, taken = _ACTIONS[name]
        log(user, given if now else taken)

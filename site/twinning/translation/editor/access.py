"""Which translation a request is about, and whether its user may change it now."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404
from django.utils.html import strip_tags
from wagtail_localize.models import Translation

from twinning.translation.rights.questions import may_edit


def following(instance: Any) -> Translation | None:
    """The record by which an instance follows its source; None where it follows none."""
    return (
        Translation.objects.filter(
            source__object=instance.translation_key,
            target_locale=instance.locale_id,
            enabled=True,
        )
        .select_related("source__locale", "source__specific_content_type", "target_locale")
        .first()
    )


def editable(user: Any, translation_id: int) -> tuple[Translation, Any]:
    """A translation and its target, for a user who may edit that.

    Inside a transaction, everybody else who asks for the same one waits until it ends.

    Raises:
        Http404: there is no such translation, or nothing is left that it translates into.
        PermissionDenied: the user may not edit the target.
    """
    try:
        translation = (
            Translation.objects.select_for_update(of=("self",))
            .select_related("source__locale", "target_locale")
            .get(pk=translation_id)
        )
        instance = translation.get_target_instance()
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    if not may_edit(user, instance):
        raise PermissionDenied
    return translation, instance


def locked(user: Any, instance: Any) -> str:
    """Why nobody like this user may change an instance at present; nothing where they may."""
    lock = instance.get_lock() if hasattr(instance, "get_lock") else None
    if lock is None or not lock.for_user(user):
        return ""
    return strip_tags(str(lock.get_message(user) or lock.get_description(user)))

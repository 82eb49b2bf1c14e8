"""What our views ask before they do anything to a translation, whatever it is a translation of."""

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from twinning.translation.rights import policy


def may_edit(user: Any, instance: Any) -> bool:
    """Whether somebody may edit a page or a translatable snippet, in the language that it is in."""
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_edit())
    rights = policy.LocalePermissionPolicy(type(instance))
    return rights.user_has_permission_for_instance(user, "change", instance)


def may_publish(user: Any, instance: Any) -> bool:
    """Whether somebody may publish a page, or a snippet where editing it is publishing it."""
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_publish())
    return may_edit(user, instance)


def may_sync(user: Any, source: TranslationSource) -> bool:
    """Whether somebody may bring the translations of a page or a snippet up to date."""
    instance = source.get_source_instance()
    if isinstance(instance, Page):
        return policy.may_sync(user, instance)
    versions = instance.get_translations(inclusive=True).select_related("locale")
    return any(may_edit(user, version) for version in versions)


def require(allowed: bool) -> None:
    """Stop whoever may not.

    Raises:
        PermissionDenied: where it is not allowed.
    """
    if not allowed:
        raise PermissionDenied


def target_of(translation: Translation) -> Any:
    """The page or snippet that a translation makes; None where it is gone."""
    model = translation.source.specific_content_type.model_class()
    return (
        model._default_manager.filter(
            translation_key=translation.source.object_id, locale=translation.target_locale_id
        )
        .select_related("locale")
        .first()
        if model
        else None
    )

"""A many-to-many relation to translatable objects that follows the language of its owner.

wagtail-localize leaves many-to-many fields alone ("not supported yet" in its fields.py). Listed as
a SynchronizedField, this one is copied to a translated page, and what is copied becomes the
translations of the source's objects. It makes no segments: with them, submitting a page would
submit its interests as well, and write English over translations that people had made by hand.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from modelcluster.fields import ParentalManyToManyDescriptor, ParentalManyToManyField

from twinning.translation.forms import TranslatedMultipleChoiceField


class TranslatedManyToManyDescriptor(ParentalManyToManyDescriptor):
    """Replaces each object that is assigned by its translation into the owner's locale."""

    def __set__(self, instance: Any, value: Iterable[Any]) -> None:
        super().__set__(instance, in_locale(self.rel.model, value, instance.locale_id))


class TranslatableManyToManyField(ParentalManyToManyField):
    """Relates a page (or a child of one) to snippets in its own language.

    An object that has no translation yet stays as it is; `twinning.translation.localised` shows
    the right one as soon as there is one.
    """

    related_accessor_class = TranslatedManyToManyDescriptor

    def formfield(self, **kwargs: Any) -> Any:
        """Each object once, in the editor's language; the descriptor stores the owner's."""
        return super().formfield(**{"form_class": TranslatedMultipleChoiceField, **kwargs})


def in_locale(model: type[Any], objects: Iterable[Any], locale_id: int | None) -> list[Any]:
    """Objects or primary keys, each as its translation into a locale where there is one.

    Args:
        model: a TranslatableMixin model that all the objects are of.
        objects: instances or primary keys of it, in an order that is kept.
        locale_id: the locale asked for; None leaves everything as it is.
    """
    items = list(objects)
    if locale_id is None or not items:
        return items
    keys = [item for item in items if not isinstance(item, Model)]
    if keys:
        by_key = model._default_manager.in_bulk(keys)
        items = [item if isinstance(item, Model) else by_key.get(item) for item in items]
        items = [item for item in items if item is not None]
    foreign = [item.translation_key for item in items if item.locale_id != locale_id]
    if not foreign:
        return items
    own = {
        item.translation_key: item
        for item in model._default_manager.filter(translation_key__in=foreign, locale_id=locale_id)
    }
    return [own.get(item.translation_key, item) for item in items]

"""A many-to-many relation to translatable objects that follows the language of its owner.

wagtail-localize leaves many-to-many fields alone ("not supported yet" in its fields.py), so a
translated page would keep the source's interests. It does call `get_translatable_segments` and
`restore_translated_segments` on fields that have them; this field has.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from modelcluster.fields import ParentalManyToManyDescriptor, ParentalManyToManyField
from wagtail_localize.segments import RelatedObjectSegmentValue

from twinning.translation.forms import TranslatedMultipleChoiceField


class TranslatedManyToManyDescriptor(ParentalManyToManyDescriptor):
    """Replaces each object that is assigned by its translation into the owner's locale."""

    def __set__(self, instance: Any, value: Iterable[Any]) -> None:
        super().__set__(instance, in_locale(self.rel.model, value, instance.locale_id))


class TranslatableManyToManyField(ParentalManyToManyField):
    """Relates a page (or a child of one) to snippets in its own language.

    An object that has no translation yet stays as it is until it gets one and is assigned again.
    """

    related_accessor_class = TranslatedManyToManyDescriptor

    def formfield(self, **kwargs: Any) -> Any:
        """Each object once, in the editor's language; the descriptor stores the owner's."""
        return super().formfield(**{"form_class": TranslatedMultipleChoiceField, **kwargs})

    def get_translatable_segments(self, value: Iterable[Any]) -> list[RelatedObjectSegmentValue]:
        """A segment for each related object: submitting a page submits what it relates to."""
        return [
            RelatedObjectSegmentValue.from_instance(str(related.translation_key), related)
            for related in value
        ]

    def restore_translated_segments(
        self, value: Iterable[Any], segments: Iterable[RelatedObjectSegmentValue]
    ) -> list[Any]:
        """The source's related objects; the descriptor translates them when they are assigned."""
        return list(value)


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

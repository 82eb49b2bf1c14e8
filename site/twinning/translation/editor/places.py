"""Where the words of a segment are stored, and how to find it after the source has changed.

A StringSegment gets another key when a paragraph is put in before it, since its order is part of
it. Its string and its context stay the same: by these its words are found again.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from wagtail_localize.models import (
    OverridableSegment,
    String,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
)


@dataclass(frozen=True)
class Place:
    """What wagtail-localize files a translation under.

    Args:
        is_current: whether the source still has this text here.
    """

    string: int
    context: int
    locale: int
    is_current: bool

    def stored(self) -> StringTranslation | None:
        """The words that are there now."""
        return (
            StringTranslation.objects.filter(
                translation_of=self.string, context=self.context, locale=self.locale
            )
            .select_related("last_translated_by", "context")
            .first()
        )

    def write(self, words: str, user: Any) -> tuple[StringTranslation, bool]:
        """Store what a person has written; and whether there was nothing before."""
        written, created = StringTranslation.objects.update_or_create(
            translation_of_id=self.string,
            context_id=self.context,
            locale_id=self.locale,
            defaults={
                "data": words,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": "",
                "last_translated_by": user,
                "has_error": False,
                "field_error": "",
            },
        )
        return written, created


def find(translation: Translation, segment_id: int, named: str | None = None) -> Place | None:
    """The place of a segment of a translation; None where there never was such a one.

    Args:
        named: its string's and its context's keys, as `7-12`, in case the segment has gone.
    """
    source = translation.source
    segment = StringSegment.objects.filter(pk=segment_id, source=source)
    found = segment.values_list("string_id", "context_id").first() or _named(translation, named)
    if found is None:
        return None
    is_current = StringSegment.objects.filter(
        source=source, string=found[0], context=found[1]
    ).exists()
    string, context = found
    return Place(string, context, translation.target_locale_id, is_current)


def _named(translation: Translation, named: str | None) -> tuple[int, int] | None:
    string, _dash, context = (named or "").partition("-")
    if not (string.isdecimal() and context.isdecimal() and len(string + context) < 20):
        return None
    source = translation.source
    known = (
        String.objects.filter(pk=string, locale=source.locale_id).exists()
        and TranslationContext.objects.filter(pk=context, object=source.object_id).exists()
    )
    return (int(string), int(context)) if known else None


def value_like(segment: OverridableSegment, instance: Any, value: Any) -> Any:
    """A value that was sent for something that is no text, as the source's own value is stored.

    Args:
        instance: what it is for.

    Raises:
        ValueError: it cannot stand in the source's place; says why.
    """
    if not isinstance(value, str) or not value or "\x00" in value:
        raise ValueError(_("Choose something."))
    if not isinstance(segment.data, int) or isinstance(segment.data, bool):
        return value
    if not value.isdecimal() or len(value) > 18:
        raise ValueError(_("There is no such thing to choose."))
    related = _related_model(instance, segment.context.path)
    if related is not None and not related._default_manager.filter(pk=value).exists():
        raise ValueError(_("There is no such thing to choose."))
    return int(value)


def _related_model(instance: Any, path: str) -> type[models.Model] | None:
    """What a field of the page itself refers to; None for what stands deeper in it."""
    if "." in path:
        return None
    return getattr(instance._meta.get_field(path), "related_model", None)

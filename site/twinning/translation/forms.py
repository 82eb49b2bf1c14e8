"""A form field for translatable objects, named in the language of whoever fills in the form."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model
from django.forms.models import ModelChoiceIterator
from django.utils import translation

from twinning.translation.collation import sort_key


def in_one_language(objects: Iterable[Any]) -> dict[Any, Any]:
    """One of each object's translations, by translation key, in the order of their names.

    The active language is preferred, then the default one, then any.
    """
    preference = {translation.get_language(): 0, settings.LANGUAGE_CODE: 1}
    chosen: dict[Any, Any] = {}
    for item in sorted(objects, key=lambda i: preference.get(i.locale.language_code, 2)):
        chosen.setdefault(item.translation_key, item)
    return dict(sorted(chosen.items(), key=lambda pair: sort_key(pair[1])))


class OneLanguageIterator(ModelChoiceIterator):
    """Offers each object once, in one language, instead of once in every language."""

    def __iter__(self) -> Iterator[Any]:
        for item in in_one_language(self.queryset.select_related("locale")).values():
            yield self.choice(item)


class TranslatedMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Choose among translatable objects; any translation of an object stands for it."""

    iterator = OneLanguageIterator

    def prepare_value(self, value: Any) -> Any:
        """The primary keys that the choices have, for objects or keys in whatever language.

        What is no key of an object stays as it is, for validation to refuse.
        """
        if not value or isinstance(value, str) or not hasattr(value, "__iter__"):
            return super().prepare_value(value)
        objects = self.queryset.select_related("locale") if self.queryset is not None else []
        by_key = {str(item.pk): item.translation_key for item in objects}
        offered = in_one_language(objects)
        keys = [str(item.pk if isinstance(item, Model) else item) for item in value]
        return [offered[by_key[key]].pk if key in by_key else key for key in keys]

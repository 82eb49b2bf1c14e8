"""Translatable objects as a visitor should read them: each in the active language."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.utils import translation
from wagtail.models import TranslatableMixin

from twinning import references
from twinning.translation.collation import sort_key
from twinning.translation.forms import in_one_language

T = TypeVar("T", bound=TranslatableMixin)


def everything(model: Any) -> dict[Any, Any]:
    """Every object of a small model by translation key, once, in the order of their names.

    Each in the active language where it exists in it. One query a request.
    """
    return references.current().once(
        ("localised", model, translation.get_language()),
        lambda: in_one_language(model._default_manager.select_related("locale")),
    )


def localised(objects: Iterable[T], locale_id: int | None) -> list[T]:
    """Objects in the active language where they exist in it, in the order of their names.

    Others stay as they are. Costs nothing where all are in the page's own locale already, else one
    query for each model and request, however many lists are shown: meant for small models.

    Args:
        objects: of one model, in any language.
        locale_id: the locale of the page that shows them.
    """
    items = list(objects)
    if all(item.locale_id == locale_id for item in items):
        return sorted(items, key=sort_key)
    known = everything(type(items[0]))
    found = [known.get(item.translation_key, item) for item in items]
    return sorted(found, key=sort_key)

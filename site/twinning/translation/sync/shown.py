"""What a page shows, as plain data: whether a translation would look otherwise if it were written.

Writing a translation makes a revision, empties the cache and tells caches elsewhere. Most of what
editors publish changes words, which each language has its own of.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.text import slugify
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import TranslationSource

#: What is appended to a slug that another page has already.
_NUMBER = re.compile(r"-\d+$")

#: What a primary key of a translatable model is compared by.
Key = Callable[[type[Model], Any], Any]


def content(page: Page) -> dict[str, Any]:
    """The fields of a page that are translated or synchronised."""
    data = page.serializable_data()
    names = {field.field_name for field in get_translatable_fields(type(page))}
    return {name: data[name] for name in sorted(names & data.keys())}


def are_alike(page: Page, other: Page) -> bool:
    """Whether two states of a page have the same content."""
    return _plain(page, content(page)) == _plain(other, content(other))


def is_up_to_date(source: TranslationSource, live: Page) -> bool:
    """Whether a translation shows already what it would show if it were written now.

    Args:
        source: with nothing missing in the language of the page.
        live: the translation as visitors see it, as its own type.
    """
    made = source.get_ephemeral_translated_instance(live.locale, fallback=True)
    wanted, shown = content(made), content(live)
    wanted_slug, slug = slugify(wanted.pop("slug", "")), shown.pop("slug", "")
    if wanted_slug not in {slug, _NUMBER.sub("", slug)}:
        return False
    if _plain(live, wanted) == _plain(live, shown):
        return True
    # What refers to the source's interests will refer to their translations once it is saved.
    translation_key = _translation_keys(live, wanted, shown)
    return _plain(live, wanted, translation_key) == _plain(live, shown, translation_key)


def _as_it_is(model: type[Model], key: Any) -> Any:
    return key


def _plain(page: Page, data: dict[str, Any], key: Key = _as_it_is) -> dict[str, Any]:
    return _plain_object(type(page), data, key)


def _plain_object(model: type[Model], data: dict[str, Any], key: Key) -> dict[str, Any]:
    """The data without the keys that rows get anew each time they are written."""
    return {
        name: _plain_value(_field(model, name), value, key)
        for name, value in data.items()
        if name != "pk"
    }


def _plain_value(field: Any, value: Any, key: Key) -> Any:
    """A value that is equal to another if both show the same."""
    related: Any = getattr(field, "related_model", None)
    if getattr(field, "one_to_many", False):
        return [_plain_object(related, item, key) for item in value]
    if isinstance(value, list):  # of a relation, which has no order
        return sorted(str(key(related, item)) for item in value)
    if related is not None:
        return str(key(related, value))
    if isinstance(value, str) and value.startswith("[{"):
        return _stream(value)
    return value


def _translation_keys(page: Page, *contents: dict[str, Any]) -> Key:
    """What all objects that are related to here are compared by: the same for all translations."""
    wanted: defaultdict[type[Model], set[Any]] = defaultdict(set)

    def note(model: type[Model], key: Any) -> Any:
        if model is not None and key is not None and issubclass(model, TranslatableMixin):
            wanted[model].add(key)
        return key

    for data in contents:
        _plain(page, data, note)
    known = {
        (model, key): translation_key
        for model, keys in wanted.items()
        for key, translation_key in model._default_manager.filter(pk__in=keys).values_list(
            "pk", "translation_key"
        )
    }
    return lambda model, key: known.get((model, key), key)


def _field(model: type[Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _stream(text: str) -> Any:
    """A stream without the order of its members' names, which PostgreSQL has its own for."""
    try:
        return json.loads(text)
    except ValueError:
        return text  # a text that only begins like one

"""What a page shows, as plain data: whether a translation would look otherwise if it were written.

Writing a translation makes a revision, empties the cache and tells caches elsewhere. Most of what
editors publish changes words, which each language has its own of.
"""

import json
import re
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import TranslationSource

#: What is appended to a slug that another page has already.
_NUMBER = re.compile(r"-\d+$")


def content(page: Page) -> dict[str, Any]:
    """The fields of a page that are translated or synchronised."""
    return _content(type(page), page.serializable_data())


def content_of(source: TranslationSource) -> dict[str, Any]:
    """The same of a page as it was when its words were last taken."""
    return content(source.as_instance())


def is_up_to_date(source: TranslationSource, live: Page) -> bool:
    """Whether a translation shows already what it would show if it were written now.

    Args:
        source: with nothing missing in the language of the page.
        live: the translation as visitors see it, as its own type.
    """
    made = source.get_ephemeral_translated_instance(live.locale, fallback=True)
    wanted, shown = content(made), content(live)
    wanted_slug, slug = slugify(wanted.pop("slug", "")), shown.pop("slug", "")
    same_slug = slug == wanted_slug or _NUMBER.sub("", slug) == wanted_slug
    return same_slug and wanted == shown


def _content(model: type[Page], data: dict[str, Any]) -> dict[str, Any]:
    names = {field.field_name for field in get_translatable_fields(model)}
    return {name: _comparable(data[name]) for name in sorted(names & data.keys())}


def _comparable(value: Any) -> Any:
    """A value without the keys that rows get anew each time, and without the order of relations."""
    if isinstance(value, dict):
        return {name: _comparable(item) for name, item in value.items() if name != "pk"}
    if isinstance(value, list):
        items = [_comparable(item) for item in value]
        return sorted(items) if all(isinstance(item, int) for item in items) else items
    if isinstance(value, str) and value.startswith("[{"):
        return _stream(value)
    return value


def _stream(text: str) -> Any:
    """A stream without the order of its members' names, which PostgreSQL has its own for."""
    try:
        return json.loads(text)
    except ValueError:
        return text  # a text that only begins like one

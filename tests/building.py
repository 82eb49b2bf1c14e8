"""Translations of pages as tests need them: live, with a title of their own."""

from typing import Any

from wagtail.models import Locale


def translated(page: Any, locale: Locale, **fields: Any) -> Any:
    """A live translation of a page, its parents copied as well."""
    made = page.copy_for_translation(locale, copy_parents=True)
    for name, value in fields.items():
        setattr(made, name, value)
    made.live = True
    made.save()
    return made

"""What happened to anything but pages, and what it is for those who read the log."""

from typing import Any, Literal

from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.models import Locale, Site

from twinning.changes import pages
from twinning.changes.models import Change
from twinning.delivery.purging import effects

Happened = Literal["created", "changed", "deleted"]

_SETTINGS = (Site, Locale, BaseGenericSetting)
#: What a search counts, which no answer shows.
_UNSEEN = frozenset({"wagtailsearchpromotions.Query", "wagtailsearchpromotions.QueryDailyHits"})


def owner(instance: Model) -> Model | None:
    """What a row is a part of: a page with its fields, or itself."""
    if instance._meta.label == effects.TRANSLATION_STATE:
        return instance.page  # type: ignore[attr-defined]  # by its label
    parent = effects.parent_key(instance)
    if parent is None:
        return instance
    above = getattr(instance, parent.name, None)
    return owner(above) if above is not None else None


def change(instance: Model, happened: Happened, using: str) -> Change | None:
    """What a row that is no page's means; None where nothing shows it."""
    is_new = happened == "created"
    if instance._meta.label in _UNSEEN or effects.is_unseen(instance, is_new):
        return None
    kind = instance._meta.label
    if isinstance(instance, Redirect):
        return _of_redirect(instance, happened, using)
    site = _site_key(instance)
    if site is not None or isinstance(instance, _SETTINGS):
        key = getattr(instance, site) if site is not None else None
        return Change(event=Change.Event.SETTINGS, type=kind, site_id=key)
    return Change(event=Change.Event.CONTENT, type=kind)


def _of_redirect(redirect: Redirect, happened: Happened, using: str) -> Change | None:
    """Nothing where it leads to what is not public: its path may be a draft's."""
    page = redirect.redirect_page
    shown = page is None or pages.is_public(page, using)
    if not (shown or happened == "changed"):
        return None
    return Change(
        event=Change.Event.REDIRECT,
        type=redirect._meta.label,
        site_id=redirect.site_id,
        path=redirect.old_path if shown else "",
    )


def _site_key(instance: Model) -> str | None:
    """What a row that belongs to one site, as its settings do, has the site's key in."""
    fields: Any = instance._meta.concrete_fields
    return next((field.attname for field in fields if field.related_model is Site), None)


def unknown() -> Change:
    """Anything may have changed."""
    return Change(event=Change.Event.CONTENT)

"""The header's and the footer's words and menus, for every template."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site

from home import models, queries  # modules, not their names: models.py imports this one
from search.models import SearchPage
from twinning import references
from twinning.blocks.prefetch import want_body


def site_settings(request: HttpRequest) -> dict[str, Any]:
    """Adds `site_settings`: fetched when a template first looks at it, so the admin never pays."""
    return {"site_settings": SimpleLazyObject(lambda: settings_of(request))}


def settings_of(request: HttpRequest) -> "models.SiteSettings | None":
    """The settings of the request's site in the active language, asked for once."""
    site = Site.find_for_request(request)
    if site is None:
        return None

    def fetch() -> "models.SiteSettings | None":
        settings = queries.settings_for(site.pk)
        if settings is not None:
            want_body(settings.header)
            want_body(settings.footer)
            references.current().want(Page, [settings.enquiry_page_id, settings.search_page_id])
            if settings.search_page_id is None:  # the header will lead to the first that comes
                references.current().noted.all_of(SearchPage)
        return settings

    return references.current().once("site settings", fetch)

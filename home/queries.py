"""Querysets of the site's settings."""

from django.utils import translation
from wagtail.models import Site

from home.models import SiteSettings


def settings_for(site: Site) -> SiteSettings | None:
    """A site's settings in the active language, or None where there are none."""
    return SiteSettings.objects.filter(
        site=site, locale__language_code=translation.get_language()
    ).first()

"""Querysets of the site's settings."""

from django.utils import translation

from home.models import SiteSettings


def settings_for(site_id: int) -> SiteSettings | None:
    """A site's settings in the active language, or None where there are none."""
    return SiteSettings.objects.filter(
        site_id=site_id, locale__language_code=translation.get_language()
    ).first()

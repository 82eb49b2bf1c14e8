"""Querysets of the site's settings."""

from django.db.models import Subquery
from django.utils import translation

from home import models  # a module, not its names: models.py imports what imports this one
from search.queries import search_pages


def settings_for(site_id: int) -> "models.SiteSettings | None":
    """A site's settings in the active language, or None where there are none.

    `search_page_id` is the primary key of the site's search page, or None: found along with them,
    so that it costs no query of its own.
    """
    search = search_pages(is_list=False).values("pk")[:1]
    found = models.SiteSettings.objects.filter(
        site_id=site_id, locale__language_code=translation.get_language()
    )
    return found.annotate(search_page_id=Subquery(search)).first()

"""Who publishes the site, from its settings in the language of the request."""

from django.http import HttpRequest

from home.context_processors import settings_of
from twinning.seo.publisher import Publisher


def publisher(request: HttpRequest) -> Publisher | None:
    """The organisation as the settings describe it, None where there are none."""
    found = settings_of(request)
    if found is None:
        return None
    return Publisher(
        name=found.site_name,
        strapline=found.strapline,
        email=found.contact_email,
        telephone=found.contact_phone,
        address=found.contact_address,
        profiles=tuple(item.value["url"] for item in found.social_links),
    )

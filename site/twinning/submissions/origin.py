"""Whether a form was sent from a page that may send it.

Forms of visitors need no cookie, so there is no session that a foreign page could abuse; but no
foreign page shall have its readers send forms here unasked either.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_foreign(request: HttpRequest) -> bool:
    """Whether a browser says that another site's page has sent the request.

    Browsers say so by Sec-Fetch-Site (W3C Fetch Metadata) and Origin (RFC 6454); what is no browser
    says nothing.
    """
    origin = request.headers.get("Origin")
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched in {"same-origin", "none"}:
        return False
    if origin is None:
        return fetched is not None
    return urlsplit(origin).netloc != request.get_host()


def is_foreign_to_api(request: HttpRequest) -> bool:
    """The same, where the front ends that the settings name may send as well."""
    allowed = getattr(settings, "CORS_ALLOWED_ORIGINS", [])
    return is_foreign(request) and request.headers.get("Origin") not in allowed

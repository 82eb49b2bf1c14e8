"""The scheme and host that the addresses of a site begin with, by whatever name it is asked for.

A server may answer to several names; search engines are to know one, which is the site's own.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.encoding import iri_to_uri

from twinning import landmarks

#: What Wagtail calls a site that nobody has named, and what one calls it on its own machine.
UNNAMED = "localhost"
_THIS_MACHINE = {UNNAMED, "127.0.0.1", "[::1]"}
_USUAL_PORTS = {"http": "80", "https": "443"}


def absolute(request: HttpRequest, url: str | None) -> str:
    """An address with scheme and host; one that has them already stays as it is."""
    return urljoin(f"{base_url(request)}/", iri_to_uri(url or request.path))


def base_url(request: HttpRequest) -> str:
    """Scheme and host of the site that a request is for, such as `https://example.org`.

    Asked by its own name, scheme and port are those of the request: a proxy may stand before it.
    Asked by another, they are the site's. A site that is still called `localhost` has no name to
    be known by, so that of the request stays, unless it only means the same machine.
    """
    name, port = split_domain_port(request.get_host())
    scheme, site = request.scheme or "http", landmarks.current_site()
    own = site.hostname.lower() if site is not None else UNNAMED
    is_own = name == own or (own == UNNAMED and name in _THIS_MACHINE)
    if site is None or (own == UNNAMED and not is_own):
        return _joined(scheme, name, port)
    if is_own:
        return _joined(scheme, own, port)
    if request.is_secure() and site.port == 80:  # who has TLS has it for all names
        return f"https://{own}"
    return site.base_url


def known(site: landmarks.SiteMark | None) -> str:
    """Scheme and host that a site is known by, for addresses in e-mails, whoever has asked for it.

    A site that is still called `localhost` is where the admin is; who redirects to TLS has it for
    all names.
    """
    if site is None or site.hostname.lower() == UNNAMED:
        return admin()
    if settings.SECURE_SSL_REDIRECT and site.port == 80:
        return f"https://{site.hostname}"
    return site.base_url


def admin() -> str:
    """Scheme and host that Wagtail's admin is known by, for addresses in e-mails to its users."""
    return str(getattr(settings, "WAGTAILADMIN_BASE_URL", "")).rstrip("/")


def _joined(scheme: str, name: str, port: str) -> str:
    usual = port in {"", _USUAL_PORTS.get(scheme)}
    return f"{scheme}://{name}" if usual else f"{scheme}://{name}:{port}"

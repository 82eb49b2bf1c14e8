"""Which site a request is for, and what its addresses begin with."""

from django.http import HttpRequest

from twinning import landmarks, references
from twinning.content_api.errors import invalid, not_found


def site_for(request: HttpRequest, hostname: str | None) -> tuple[landmarks.SiteMark, str]:
    """The site that is asked for and the scheme and host of addresses on it.

    It becomes the current site (`landmarks.current_site`) for all that is asked for afterwards.

    Args:
        request: its host decides where no host name is given; another host is the default site's.
        hostname: of a site, with or without its port.

    Raises:
        Refused: 422 for a host name that no site has, 404 where there is no site at all.
    """
    site, base_url = _found(request, hostname)
    if not site.roots:
        raise not_found("This site has no page in any of the languages.")
    return site, base_url


def _found(request: HttpRequest, hostname: str | None) -> tuple[landmarks.SiteMark, str]:
    marks = landmarks.current()
    if hostname:
        site = marks.site_named(hostname)
        if site is None:
            raise invalid("site", "No site has this host name.")
        references.current().put("site", site)
        return site, site.base_url
    site = landmarks.current_site()
    if site is None:
        raise not_found("There is no site at this address.")
    if site == marks.site_at(request.get_host()):
        # The address that the visitor uses, whatever proxies stand before it.
        return site, f"{request.scheme}://{request.get_host()}"
    return site, site.base_url

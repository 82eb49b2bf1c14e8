"""Hosts, origins and networks as variables write them; what would match nothing is refused."""

import ipaddress
import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

#: A host's name, as Django and browsers know it.
NAME = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"
_IPV6 = r"\[[a-f0-9]*:[a-f0-9.:]+\]"
_FLAGS = re.ASCII | re.IGNORECASE
_HOST = re.compile(rf"\.?{NAME}|{_IPV6}", _FLAGS)
#: Names of a network of one's own may have underscores, as those of containers do; browsers take
#: them, Django as its own host does not.
_OWN_NAME = r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?"
_OWN = re.compile(_OWN_NAME, _FLAGS)
_SITE = re.compile(rf"https?://(?:{_OWN_NAME}|{_IPV6})(?::([1-9][0-9]{{0,4}}))?", _FLAGS)


def hosts(name: str, written: list[str]) -> list[str]:
    """Host names and addresses, with a dot in front for a domain and all below it.

    Raises:
        ImproperlyConfigured: there is none, or one that no request is for; * lets any host in.
    """
    if not written or not all(_HOST.fullmatch(host) for host in written):
        raise ImproperlyConfigured(
            f"{name} must name the site's hosts, without scheme, port or path; * is none."
        )
    return written


def origins(name: str, written: list[str], *, with_subdomains: bool = False) -> list[str]:
    """Origins, letter for letter as browsers send them.

    Args:
        with_subdomains: whether `https://*.example.org` means those of all hosts below.

    Raises:
        ImproperlyConfigured: one that no browser sends.
    """
    plain = [one.replace("://*.", "://", 1) for one in written] if with_subdomains else written
    if not all(_is_origin(one) for one in plain):
        raise ImproperlyConfigured(
            f"{name} are origins as browsers send them, such as https://front.example.org: in "
            "small letters, without a path, and without the port that their scheme has anyway."
        )
    return written


def site(name: str, written: str) -> str:
    """The address of a site, which paths are added to.

    Raises:
        ImproperlyConfigured: it has no scheme, or more than scheme, host and port.
    """
    if not _is_site(address := written.rstrip("/")):
        raise ImproperlyConfigured(
            f"{name} is the address of a site without a path, such as https://twinning.example.org."
        )
    return address


def own(name: str, written: list[str]) -> list[str]:
    """Hosts of one's own: names, addresses and networks.

    Raises:
        ImproperlyConfigured: one is none of them, such as 10.2.3.4/16, which is within a network.
    """
    if not all(_is_network(entry) or _OWN.fullmatch(entry) for entry in written):
        raise ImproperlyConfigured(
            f"{name} are host names, addresses and networks such as 10.2.0.0/16, without scheme "
            "or port."
        )
    return written


def is_web(written: str) -> bool:
    """Whether something is the address of a server that speaks HTTP, with a path or without."""
    try:
        parts = urlsplit(written)
        _ = parts.port
    except ValueError:
        return False
    is_whole = bool(parts.hostname) and not re.search(r"\s", written)
    return parts.scheme in {"http", "https"} and is_whole


def _is_site(written: str) -> bool:
    found = _SITE.fullmatch(written)
    return found is not None and int(found[1] or 1) < 65536


def _is_origin(written: str) -> bool:
    usual = ":80" if written.startswith("http:") else ":443"
    return _is_site(written) and written == written.lower() and not written.endswith(usual)


def _is_network(written: str) -> bool:
    try:
        ipaddress.ip_network(written)
    except ValueError:
        return False
    return True

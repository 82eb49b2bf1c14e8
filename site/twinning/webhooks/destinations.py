"""Which addresses requests may go to: never the site's own network, unless a setting allows it.

A name can lead anywhere, and elsewhere the next time. So what counts is the address that it leads
to at the moment of the request, and that one is connected to (`network`).
"""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

from twinning import conf

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: Ports below the registered ones that web servers have. Others are mail, databases' doors, SSH.
_WEB_PORTS = frozenset({80, 443})
_FIRST_FREE_PORT = 1024
#: What `is_global` of older Pythons lets pass, or what wraps an address of version 4.
_NEVER = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",
            "192.88.99.0/24",
            "::/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/32",
            "2002::/16",
            "3fff::/20",
            "5f00::/16",
            "fec0::/10",
        ),
    )
)


class Refused(Exception):
    """Nothing is sent there.

    Args:
        words: why, for whoever wrote the address.
    """

    def __init__(self, words: Any = "") -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True)
class Allowed:
    """What the setting WEBHOOK_PRIVATE_HOSTS allows besides the internet: names and networks."""

    names: frozenset[str]
    networks: tuple[Network, ...]

    def has(self, host: str) -> bool:
        """Whether a host is named, or is itself an address in one of the networks."""
        address = as_address(host)
        return host.lower() in self.names or (address is not None and self.covers(address))

    def covers(self, address: Address) -> bool:
        """Whether an address lies in one of the networks."""
        return any(address in network for network in self.networks)


def allowed() -> Allowed:
    """The setting, read when used.

    Raises:
        ValueError: an entry is neither a name nor a network.
    """
    return _parsed(tuple(conf.get("WEBHOOK_PRIVATE_HOSTS")))


@lru_cache(maxsize=8)
def _parsed(entries: tuple[str, ...]) -> Allowed:
    names, networks = set(), []
    for entry in entries:
        if "/" in entry or as_address(entry) is not None:
            networks.append(ipaddress.ip_network(entry))
        else:
            names.add(entry.lower())
    return Allowed(frozenset(names), tuple(networks))


def may_connect(host: str, address: str) -> bool:
    """Whether a request for a host may connect to the address that it leads to.

    Args:
        address: as the resolver gives it: version 4 or 6.
    """
    found = as_address(address)
    if found is None:
        return False
    rule = allowed()
    return host.lower() in rule.names or rule.covers(found) or is_public(found)


def is_public(address: Address) -> bool:
    """Whether an address is on the internet: not this machine's, this network's, or nobody's."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.scope_id is not None:
            return False
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_unspecified)
        and not any(address in network for network in _NEVER)
    )


def as_address(host: str) -> Address | None:
    """A host that is an address; None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def cleaned(url: str) -> str:
    """An address as it is sent, in ASCII.

    Raises:
        Refused: it says why.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
        ascii_host = host if as_address(host) else host.encode("idna").decode()
    except (ValueError, UnicodeError):
        raise Refused(_("This is no address of a website.")) from None
    if not ascii_host or parts.scheme not in {"http", "https"}:
        raise Refused(_("Write the whole address, with https:// before it."))
    if parts.username is not None or parts.password is not None:
        raise Refused(_("Leave out the name and the password: deliveries are signed."))
    is_ours = allowed().has(ascii_host)
    _check(parts.scheme, ascii_host, port, is_ours)
    named = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    place = named if port is None else f"{named}:{port}"
    path = iri_to_uri(parts.path) or "/"
    return urlunsplit((parts.scheme, place, path, iri_to_uri(parts.query), ""))


def _check(scheme: str, host: str, port: int | None, is_ours: bool) -> None:
    """What holds for all hosts that the setting does not name."""
    if is_ours:
        return
    if scheme != "https":
        raise Refused(_("The address must begin with https://."))
    if port is not None and port not in _WEB_PORTS and port < _FIRST_FREE_PORT:
        raise Refused(_("Web servers have no such port: use 443, 80, or one from 1024 on."))
    address = as_address(host)
    if address is not None and not is_public(address):
        raise Refused(
            _("This address is in a private network. Nothing is sent there unless a setting says.")
        )

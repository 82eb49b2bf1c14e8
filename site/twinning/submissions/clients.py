"""Whose a request is: by its address, of which nothing is kept but a digest that changes daily."""

from datetime import date
from ipaddress import IPv6Address, ip_address

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from twinning import conf


def client_of(request: HttpRequest) -> str:
    """A digest of the address that a request came from; another one tomorrow.

    Of an IPv6 address the first 64 bits count, which is what one customer has.
    """
    return digest("client", f"{_day()} {_network(address_of(request))}")


def address_of(request: HttpRequest) -> str:
    """The address that a request came from, as the outermost of our own proxies saw it.

    Each proxy adds to the end of X-Forwarded-For whom it heard; what stands before is anybody's.
    """
    proxies = int(conf.get("PROXIES"))
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies and forwarded[-proxies].strip():
        return forwarded[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def digest(purpose: str, value: str) -> str:
    """64 hexadecimal digits that nobody can compute without the site's key."""
    return salted_hmac(f"twinning.submissions.{purpose}", value, algorithm="sha256").hexdigest()


def _network(written: str) -> str:
    try:
        address = ip_address(_without_port(written))
    except ValueError:
        return written
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return address.exploded[:19]
    return str(getattr(address, "ipv4_mapped", None) or address)


def _without_port(written: str) -> str:
    """An address as some proxies write it, such as `192.0.2.1:5678` or `[2001:db8::1]:5678`."""
    if written.startswith("["):
        return written[1:].partition("]")[0]
    host, colon, _port = written.partition(":")
    return host if colon and "." in host else written


def _day() -> date:
    return timezone.now().date()

"""From what is known of caches, in front of the site and behind it, to what the settings need."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .addresses import is_web

_PURGING = "twinning.delivery.purging"
_ZONE, _DISTRIBUTION = re.compile(r"[0-9a-fA-F]{32}"), re.compile(r"[A-Z0-9]+")


def in_front(
    servers: list[str], zone: str, token: str, distribution: str
) -> dict[str, dict[str, object]]:
    """The caches that there are.

    Args:
        servers: addresses of Varnish servers.
        zone: at Cloudflare, with its `token`.
        distribution: at CloudFront.

    Raises:
        ImproperlyConfigured: an address, a zone or a distribution that is none.
    """
    if not all(map(is_web, servers)):
        raise ImproperlyConfigured("VARNISH_URLS are addresses such as http://10.0.0.5:6081.")
    if zone and not _ZONE.fullmatch(zone):
        raise ImproperlyConfigured("CLOUDFLARE_ZONE_ID is 32 hexadecimal digits.")
    if distribution and not _DISTRIBUTION.fullmatch(distribution):
        raise ImproperlyConfigured("CLOUDFRONT_DISTRIBUTION_ID is one such as E2QWRUHAPOMQZL.")
    found: dict[str, dict[str, object]] = {}
    if servers:
        backend = f"{_PURGING}.varnish.VarnishBackend"
        found["varnish"] = {"BACKEND": backend, "LOCATIONS": servers}
    if zone:
        backend = f"{_PURGING}.cloudflare.CloudflareTagBackend"
        found["cloudflare"] = {"BACKEND": backend, "ZONEID": zone, "BEARER_TOKEN": token}
    if distribution:
        backend = f"{_PURGING}.cloudfront.CloudFrontBackend"
        found["cloudfront"] = {"BACKEND": backend, "DISTRIBUTION_ID": distribution}
    return found


def shared(url: str) -> str:
    """REDIS_URL: the cache that processes share; empty for one in each process.

    Raises:
        ImproperlyConfigured: it is no address that redis-py knows, or is read in another way by it
            than it is written. The error is without the address, which may have a password in it.
    """
    url = url.strip()
    if url and not _is_redis(url):
        raise ImproperlyConfigured(
            "REDIS_URL is not the address of a Redis server, such as "
            "redis://:password@cache.example.org:6379/0, rediss://… or unix:///run/redis.sock."
        )
    return url


def _is_redis(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme == "unix":
        return bool(parts.path)
    database = parts.path.strip("/")
    is_whole = not database or (database.isascii() and database.isdecimal())
    return parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and is_whole

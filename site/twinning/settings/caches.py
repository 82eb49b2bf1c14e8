"""From what is known of caches in front of the site to the setting WAGTAILFRONTENDCACHE."""

from django.core.exceptions import ImproperlyConfigured

_PURGING = "twinning.delivery.purging"


def in_front(
    servers: list[str], zone: str, token: str, distribution: str
) -> dict[str, dict[str, object]]:
    """The caches that there are.

    Args:
        servers: addresses of Varnish servers.
        zone: at Cloudflare, with its `token`.
        distribution: at CloudFront.

    Raises:
        ImproperlyConfigured: an address without its scheme.
    """
    if not all(url.startswith(("http://", "https://")) for url in servers):
        raise ImproperlyConfigured("VARNISH_URLS are addresses such as http://10.0.0.5:6081.")
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

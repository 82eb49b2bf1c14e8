"""Every environment variable that the site reads, in this one place: its name and what it becomes.

Settings modules take their values from here; `reading` is what looks at the environment.
"""

import warnings
from collections.abc import Collection
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from . import addresses, caches, connections, files, machine, mail, observing, previews, security
from .reading import ROOT, VAR, is_yes, listed, required, value, values


def old_keys() -> list[str]:
    """SECRET_KEY_FALLBACKS: what SECRET_KEY was before, and is still believed. Commas between."""
    return listed("SECRET_KEY_FALLBACKS")


def database() -> dict[str, object]:
    """DATABASE_URL as a Django database setting; SQLite under `var/` when it is not set.

    Raises:
        ImproperlyConfigured: the address is not a database URL.
    """
    address = value("DATABASE_URL", f"sqlite:///{VAR / 'site.sqlite3'}")
    found: dict[str, object] = {}
    with warnings.catch_warnings(), suppress(ValueError, KeyError):
        warnings.simplefilter("ignore")  # its warnings have the password in them
        found = dict(environ.Env.db_url_config(address))
    return connections.checked(found)


def kept_connections(config: dict[str, object]) -> dict[str, object]:
    """A database setting with CONN_MAX_AGE and the variables that `connections` names."""
    return connections.kept(config, value("CONN_MAX_AGE"), values(connections.VARIABLES))


def hosts() -> list[str]:
    """ALLOWED_HOSTS, as `addresses.hosts` reads them. Commas between."""
    return addresses.hosts("ALLOWED_HOSTS", listed("ALLOWED_HOSTS"))


def form_origins() -> list[str]:
    """CSRF_TRUSTED_ORIGINS: who may send forms, as `addresses.origins` reads them."""
    written = listed("CSRF_TRUSTED_ORIGINS")
    return addresses.origins("CSRF_TRUSTED_ORIGINS", written, with_subdomains=True)


def script_origins() -> list[str]:
    """CORS_ALLOWED_ORIGINS: who may read the Content API, as `addresses.origins` reads them."""
    return addresses.origins("CORS_ALLOWED_ORIGINS", listed("CORS_ALLOWED_ORIGINS"))


def private_hosts() -> list[str]:
    """WEBHOOK_PRIVATE_HOSTS: our own that webhooks may go to, as `addresses.own` reads them."""
    return addresses.own("WEBHOOK_PRIVATE_HOSTS", listed("WEBHOOK_PRIVATE_HOSTS"))


def preview_urls(languages: Collection[str]) -> dict[str, object]:
    """PREVIEW_URLS as the setting of that name, for a site in some languages.

    Raises:
        ImproperlyConfigured: as `previews.by_site`.
    """
    return previews.by_site(listed("PREVIEW_URLS"), languages)


def behind_tls_proxy() -> bool:
    """SECURE_PROXY: whether a proxy in front ends TLS and sets X-Forwarded-Proto. Default true."""
    return is_yes("SECURE_PROXY", "true")


def proxies(default: int) -> int:
    """PROXIES, as `security.proxies` reads it."""
    return security.proxies(value("PROXIES", str(default)))


def base_url(default: str) -> str:
    """WAGTAILADMIN_BASE_URL: the site's address, as e-mails from the admin give it.

    Raises:
        ImproperlyConfigured: as `addresses.site`.
    """
    return addresses.site("WAGTAILADMIN_BASE_URL", value("WAGTAILADMIN_BASE_URL", default))


def media_root() -> Path:
    """MEDIA_ROOT: the folder for uploads where no S3 bucket is set. Default `var/media`.

    Raises:
        ImproperlyConfigured: something else is there.
    """
    return files.folder("MEDIA_ROOT", Path(value("MEDIA_ROOT", str(VAR / "media"))))


def admin_login_file() -> Path:
    """ADMIN_LOGIN_FILE: where `bootstrap` keeps the login that it makes. Default `.admin-login`.

    Raises:
        ImproperlyConfigured: a folder is there.
    """
    return files.file(
        "ADMIN_LOGIN_FILE", Path(value("ADMIN_LOGIN_FILE", str(ROOT / ".admin-login")))
    )


def storages(document_life: str) -> dict[str, object]:
    """The variables that `files` names, as STORAGES takes them; empty without a bucket.

    The credentials are boto3's own variables: here it is only seen that none is there by itself.
    """
    found = files.storages(values(files.VARIABLES), document_life)
    if found:
        files.check_credentials(values(files.CREDENTIALS))
    return found


def frontend_caches() -> dict[str, dict[str, object]]:
    """VARNISH_URLS, CLOUDFLARE_ZONE_ID with CLOUDFLARE_API_TOKEN, CLOUDFRONT_DISTRIBUTION_ID.

    The caches in front that are told what has changed, as WAGTAILFRONTENDCACHE takes them.

    Raises:
        ImproperlyConfigured: a zone without its token; and as `caches.in_front`.
    """
    zone = value("CLOUDFLARE_ZONE_ID")
    token = required("CLOUDFLARE_API_TOKEN")["CLOUDFLARE_API_TOKEN"].strip() if zone else ""
    distribution = value("CLOUDFRONT_DISTRIBUTION_ID")
    return caches.in_front(listed("VARNISH_URLS"), zone, token, distribution)


def mail_server() -> dict[str, object]:
    """EMAIL_URL as Django settings, EMAIL_HOST and so on. Default `smtp://localhost:25`.

    Raises:
        ImproperlyConfigured: it is no address of an SMTP server.
    """
    address = value("EMAIL_URL", "smtp://localhost:25")
    try:
        return mail.server(environ.Env.email_url_config(address))
    except (ValueError, ImproperlyConfigured):
        # Without the address, which has the password in it.
        raise ImproperlyConfigured(
            "EMAIL_URL is not the address of an SMTP server, such as "
            "smtp+tls://user:password@mail.example.org:587."
        ) from None


def from_address(default: str) -> str:
    """DEFAULT_FROM_EMAIL: who the site's e-mails are from, an address with or without a name.

    Raises:
        ImproperlyConfigured: it is none.
    """
    address = value("DEFAULT_FROM_EMAIL", default)
    if "@" not in parseaddr(address)[1]:
        raise ImproperlyConfigured("DEFAULT_FROM_EMAIL must be an e-mail address.")
    return address


def machine_translator() -> dict[str, object] | None:
    """The variables that `machine` names, as WAGTAILLOCALIZE_MACHINE_TRANSLATOR takes them."""
    return machine.translator(*values(machine.VARIABLES).values())


def two_factor(default: str) -> str:
    """TWO_FACTOR, as `security.two_factor` reads it."""
    return security.two_factor(value("TWO_FACTOR", default))


def redis_url() -> str:
    """REDIS_URL, as `caches.shared` reads it."""
    return caches.shared(value("REDIS_URL"))


def observing_variables() -> dict[str, object]:
    """The variables that `observing` names, as the setting TWINNING takes them."""
    return observing.watching(values(observing.VARIABLES))

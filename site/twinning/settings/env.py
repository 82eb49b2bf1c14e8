"""Every environment variable that the site reads, in this one place.

Settings modules take their values from here; nothing else in the project reads the environment.
A `.env` file beside manage.py is read when there is one; variables that are already set win.
"""

import os
from email.utils import parseaddr
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from . import caches, connections, files, machine, mail, observing, previews, security

ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / "var"

_env = environ.Env()
if (ROOT / ".env").is_file():
    environ.Env.read_env(str(ROOT / ".env"))


def required(*names: str) -> dict[str, str]:
    """Values of variables that production cannot do without.

    Raises:
        ImproperlyConfigured: names every variable that is missing, not only the first.
    """
    # Not through django-environ, which takes a value that begins with $ for another's name.
    values = {name: os.environ.get(name, "") for name in names}
    missing = [name for name, value in values.items() if not value.strip()]
    if missing:
        raise ImproperlyConfigured(
            f"These environment variables are needed and not set: {', '.join(missing)}. "
            "docs/configuration.md says what each is for."
        )
    return values


def old_keys() -> list[str]:
    """SECRET_KEY_FALLBACKS: what SECRET_KEY was before, and is still believed. Commas between."""
    keys = os.environ.get("SECRET_KEY_FALLBACKS", "").split(",")
    return [key.strip() for key in keys if key.strip()]


def _values(names: tuple[str, ...]) -> dict[str, str]:
    """Variables as they are written; empty where they are not set."""
    return {name: os.environ.get(name, "").strip() for name in names}


def database() -> dict[str, object]:
    """DATABASE_URL as a Django database setting; SQLite under `var/` when it is not set.

    Raises:
        ImproperlyConfigured: the address is not a database URL.
    """
    address = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'site.sqlite3'}"
    try:
        return connections.checked(dict(environ.Env.db_url_config(address)))
    except (ValueError, KeyError):
        return connections.checked({})


def kept_connections(config: dict[str, object]) -> dict[str, object]:
    """A database setting with CONN_MAX_AGE and the variables that `connections` names."""
    age = os.environ.get("CONN_MAX_AGE", "").strip()
    return connections.kept(config, age, _values(connections.VARIABLES))


def hosts() -> list[str]:
    """ALLOWED_HOSTS as a list: host names, separated by commas.

    Raises:
        ImproperlyConfigured: there is none, or * among them, which lets any host in.
    """
    found = [host.strip() for host in _env.list("ALLOWED_HOSTS", default=[]) if host.strip()]
    if not found or "*" in found:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's hosts; * is none.")
    return found


def listed(name: str) -> list[str]:
    """CSRF_TRUSTED_ORIGINS, CORS_ALLOWED_ORIGINS: origins with their scheme that may send forms, or
    read the Content API; WEBHOOK_PRIVATE_HOSTS: our own that webhooks may go to. Commas between."""
    return [entry.strip() for entry in _env.list(name, default=[]) if entry.strip()]


def preview_urls() -> dict[str, object]:
    """PREVIEW_URLS as the setting of that name; raises as `previews.by_site`."""
    return previews.by_site(os.environ.get("PREVIEW_URLS", ""))


def behind_tls_proxy() -> bool:
    """SECURE_PROXY: whether a proxy in front ends TLS and sets X-Forwarded-Proto. Default true."""
    return security.is_yes("SECURE_PROXY", _env.str("SECURE_PROXY", default="") or "true")


def proxies(default: int) -> int:
    """PROXIES, as `security.proxies` reads it."""
    return security.proxies(os.environ.get("PROXIES") or str(default))


def base_url(default: str) -> str:
    """WAGTAILADMIN_BASE_URL: the site's address, as e-mails from the admin give it."""
    return str(_env.str("WAGTAILADMIN_BASE_URL", default=default)).rstrip("/")


def media_root() -> Path:
    """MEDIA_ROOT: the folder for uploads where no S3 bucket is set. Default `var/media`."""
    return Path(_env.str("MEDIA_ROOT", default=str(VAR / "media")))


def admin_login_file() -> Path:
    """ADMIN_LOGIN_FILE: where `bootstrap` keeps the login that it makes. Default `.admin-login`."""
    return Path(_env.str("ADMIN_LOGIN_FILE", default=str(ROOT / ".admin-login")))


def storages(document_life: str) -> dict[str, object]:
    """The variables that `files` names, as STORAGES takes them; empty without a bucket.

    The credentials themselves are boto3's own variables and are not read here.
    """
    return files.storages(_values(files.VARIABLES), document_life)


def frontend_caches() -> dict[str, dict[str, object]]:
    """VARNISH_URLS, CLOUDFLARE_ZONE_ID with CLOUDFLARE_API_TOKEN, CLOUDFRONT_DISTRIBUTION_ID.

    The caches in front that are told what has changed, as WAGTAILFRONTENDCACHE takes them.

    Raises:
        ImproperlyConfigured: a zone without its token; and as `caches.in_front`.
    """
    servers = [url.strip() for url in _env.list("VARNISH_URLS", default=[]) if url.strip()]
    zone = _env.str("CLOUDFLARE_ZONE_ID", default="")
    token = required("CLOUDFLARE_API_TOKEN")["CLOUDFLARE_API_TOKEN"] if zone else ""
    return caches.in_front(servers, zone, token, _env.str("CLOUDFRONT_DISTRIBUTION_ID", default=""))


def mail_server() -> dict[str, object]:
    """EMAIL_URL as Django settings, EMAIL_HOST and so on. Default `smtp://localhost:25`.

    Raises:
        ImproperlyConfigured: it is no address of an SMTP server.
    """
    address = os.environ.get("EMAIL_URL") or "smtp://localhost:25"
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
    address = os.environ.get("DEFAULT_FROM_EMAIL") or default
    if "@" not in parseaddr(address)[1]:
        raise ImproperlyConfigured("DEFAULT_FROM_EMAIL must be an e-mail address.")
    return address


def machine_translator() -> dict[str, object] | None:
    """The variables that `machine` names, as WAGTAILLOCALIZE_MACHINE_TRANSLATOR takes them."""
    return machine.translator(*_values(machine.VARIABLES).values())


def two_factor(default: str) -> str:
    """TWO_FACTOR, as `security.two_factor` reads it."""
    return security.two_factor(os.environ.get("TWO_FACTOR") or default)


def redis_url() -> str:
    """REDIS_URL, as `caches.shared` reads it."""
    return caches.shared(_env.str("REDIS_URL", default=""))


def observing_variables() -> dict[str, object]:
    """The variables that `observing` names, as the setting TWINNING takes them."""
    return observing.watching(_values(observing.VARIABLES))

"""Every environment variable that the site reads, in this one place.

Settings modules take their values from here; nothing else in the project reads the environment.
A `.env` file beside manage.py is read when there is one; variables that are already set win.
"""

import os
from email.utils import parseaddr
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from . import caches, machine, mail, security

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
        listed = ", ".join(missing)
        raise ImproperlyConfigured(
            f"These environment variables are needed and not set: {listed}. "
            "docs/configuration.md says what each is for."
        )
    return values


def database() -> dict[str, object]:
    """DATABASE_URL as a Django database setting; SQLite under `var/` when it is not set.

    Raises:
        ImproperlyConfigured: the address is not a database URL.
    """
    default = f"sqlite:///{VAR / 'site.sqlite3'}"
    address = os.environ.get("DATABASE_URL") or default
    try:
        config = dict(environ.Env.db_url_config(address))
    except (ValueError, KeyError):
        config = {}
    if config.get("ENGINE") not in {
        "django.db.backends.sqlite3",
        "django.db.backends.postgresql",
    }:
        raise ImproperlyConfigured(
            "DATABASE_URL is not an address that a database can be found at, "
            "such as postgres://user:password@host:5432/name or sqlite:///folder/file.sqlite3."
        )
    return config


def kept_connections() -> dict[str, object]:
    """CONN_MAX_AGE as Django settings: connections are kept, and looked at before they are used.

    Raises:
        ImproperlyConfigured: it is no number of seconds, and not `none`.
    """
    written = os.environ.get("CONN_MAX_AGE") or "60"
    if not (written == "none" or (written.isascii() and written.isdecimal())):
        raise ImproperlyConfigured("CONN_MAX_AGE must be a whole number of seconds, or none.")
    age = None if written == "none" else int(written)
    return {"CONN_MAX_AGE": age, "CONN_HEALTH_CHECKS": True}


def hosts() -> list[str]:
    """ALLOWED_HOSTS as a list: host names, separated by commas.

    Raises:
        ImproperlyConfigured: there is none, or * among them, which lets any host in.
    """
    found = [host.strip() for host in _env.list("ALLOWED_HOSTS", default=[]) if host.strip()]
    if not found or "*" in found:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's hosts; * is none.")
    return found


def csrf_trusted_origins() -> list[str]:
    """CSRF_TRUSTED_ORIGINS: origins with their scheme, separated by commas."""
    return list(_env.list("CSRF_TRUSTED_ORIGINS", default=[]))


def cors_allowed_origins() -> list[str]:
    """CORS_ALLOWED_ORIGINS: origins of front ends whose scripts may read the Content API."""
    return list(_env.list("CORS_ALLOWED_ORIGINS", default=[]))


def behind_tls_proxy() -> bool:
    """SECURE_PROXY: whether a proxy in front ends TLS and sets X-Forwarded-Proto. Default true."""
    return bool(_env.bool("SECURE_PROXY", default=True))


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


def s3() -> dict[str, str]:
    """AWS_STORAGE_BUCKET_NAME, AWS_S3_ENDPOINT_URL, AWS_S3_REGION_NAME; empty without a bucket.

    The credentials themselves are boto3's own variables and are not read here.
    """
    names = {
        "bucket_name": "AWS_STORAGE_BUCKET_NAME",
        "endpoint_url": "AWS_S3_ENDPOINT_URL",
        "region_name": "AWS_S3_REGION_NAME",
    }
    found = {key: _env.str(name, default="") for key, name in names.items()}
    return {key: value for key, value in found.items() if value and found["bucket_name"]}


def frontend_caches() -> dict[str, dict[str, object]]:
    """VARNISH_URLS, CLOUDFLARE_ZONE_ID with CLOUDFLARE_API_TOKEN, CLOUDFRONT_DISTRIBUTION_ID.

    The caches in front that are told what has changed, as WAGTAILFRONTENDCACHE takes them.

    Raises:
        ImproperlyConfigured: an address without its scheme, or a zone without its token.
    """
    servers = [url.strip() for url in _env.list("VARNISH_URLS", default=[]) if url.strip()]
    if not all(url.startswith(("http://", "https://")) for url in servers):
        raise ImproperlyConfigured("VARNISH_URLS are addresses such as http://10.0.0.5:6081.")
    zone = _env.str("CLOUDFLARE_ZONE_ID", default="")
    token = required("CLOUDFLARE_API_TOKEN")["CLOUDFLARE_API_TOKEN"] if zone else ""
    distribution = _env.str("CLOUDFRONT_DISTRIBUTION_ID", default="")
    return caches.in_front(servers, zone, token, distribution)


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
    return machine.translator(*(os.environ.get(name, "").strip() for name in machine.VARIABLES))


def two_factor(default: str) -> str:
    """TWO_FACTOR, as `security.two_factor` reads it."""
    return security.two_factor(os.environ.get("TWO_FACTOR") or default)


def redis_url() -> str:
    """REDIS_URL: the cache that processes share; empty for one in each process."""
    return str(_env.str("REDIS_URL", default=""))

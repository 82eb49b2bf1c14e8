"""Settings for the public site: they only tighten, and refuse to start without their variables."""

from twinning.media import lives

from . import env, observing, reading, security
from .base import *
from .base import DATABASES, MIDDLEWARE, STORAGES, TWINNING

_required = reading.required("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS")

DEBUG = False
SECRET_KEY = security.strong_key(_required["SECRET_KEY"])
SECRET_KEY_FALLBACKS = env.old_keys()
ALLOWED_HOSTS = env.hosts()
CSRF_TRUSTED_ORIGINS = env.form_origins()
_HOST = ALLOWED_HOSTS[0].lstrip(".")
WAGTAILADMIN_BASE_URL = env.base_url(default=f"https://{_HOST}")

# Pooled, and limited in time (ADR 48).
DATABASES["default"] = env.kept_connections(DATABASES["default"])

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
# Browsers take such names from this host alone, over TLS, for the whole site (RFC 6265bis, 4.1.3).
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
if env.behind_tls_proxy():
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STORAGES["staticfiles"] = {"BACKEND": "twinning.static_files.StaticFilesStorage"}
STORAGES.update(_buckets := env.storages(lives.DOCUMENT))
if _buckets:
    WAGTAILIMAGES_RENDITION_STORAGE = "renditions"

# The server that e-mail is handed to: EMAIL_HOST and what else Django needs to know of it.
vars().update(env.mail_server())
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.from_address(default=f"webmaster@{_HOST}")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

TWINNING = {
    **TWINNING,
    "DELIVERY_REDIS_URL": env.redis_url(),
    "PROXIES": env.proxies(default=int(env.behind_tls_proxy())),
    "WEBHOOK_PRIVATE_HOSTS": env.private_hosts(),
    **env.observing_variables(),
    "TWO_FACTOR": env.two_factor(default="required"),
}

# What the site tells of itself (ADR 49).
LOGGING = observing.as_json()
MIDDLEWARE = observing.measured(MIDDLEWARE, TWINNING["METRICS_PORT"])

if _redis_url := env.redis_url():
    CACHES = {
        "default": {
            "BACKEND": "twinning.cache.TolerantRedisCache",
            "LOCATION": _redis_url,
        }
    }

# Caches in front, which are told what has changed (ADR 25).
WAGTAILFRONTENDCACHE = env.frontend_caches()

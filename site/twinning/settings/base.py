"""Settings that every environment shares."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import env, observing, reading
from .apps import INSTALLED_APPS as INSTALLED_APPS
from .security import *
from .security import SECURITY_MIDDLEWARE

ROOT: Path = reading.ROOT

MIDDLEWARE = [
    "twinning.delivery.middleware.DeliveryMiddleware",
    "twinning.observing.middleware.ObservingMiddleware",
    "twinning.security.bodies.BodyLimitMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "twinning.security.headers.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "twinning.translation.middleware.UrlLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *SECURITY_MIDDLEWARE,
    "twinning.translation.guards.refusals.RefusalMiddleware",
    "twinning.media.middleware.FilesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "twinning.redirects.RedirectMiddleware",
    "twinning.references.ReferencesMiddleware",
]

ROOT_URLCONF = "twinning.urls"
WSGI_APPLICATION = "twinning.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.site_settings",
            ],
        },
    },
]

DATABASES: dict[str, Any] = {"default": env.database()}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers do not wait for the writer, and a writer waits instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "users.User"
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "wagtailadmin_login"

# Languages. One list for Django and for Wagtail (ADR 3); each named in itself, for the switcher.
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("nl", "Nederlands"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("pl", "Polski"),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["twinning.formats"]
TIME_ZONE = "Europe/London"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = reading.VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = env.media_root()
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "twinning.media.storages.CarefulFileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Background work (ADR 9): at once by default; production uses the database backend.
TASKS: dict[str, Any] = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# E-mail goes through the outbox (ADR 30); what sends it may take these seconds for each step.
EMAIL_BACKEND = "twinning.mail.backend.OutboxBackend"
EMAIL_TIMEOUT = 20

# Wagtail
WAGTAIL_SITE_NAME = "Preston Twinning"
WAGTAILADMIN_BASE_URL = env.base_url(default="http://localhost:8000")
WAGTAILIMAGES_IMAGE_MODEL = "media.TwinningImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "twinning.media.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.TwinningDocument"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"webp": "webp", "avif": "avif"}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odt", "pdf", "txt", "xlsx"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# What is published of a translation is what was approved.
WAGTAIL_FINISH_WORKFLOW_ACTION = "twinning.translation.editor.finishing.publish_approved"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends"}}

# Scripts of other hosts may use the Content API where they are named, and nothing else (CORS).
CORS_URLS_REGEX = r"^/api/content/"
CORS_ALLOWED_ORIGINS = env.script_origins()
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_ALLOW_HEADERS = ["accept", "content-type", "idempotency-key", "if-none-match", "x-page-access"]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After"]

# A translation is a draft until someone publishes it (ADR 3).
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# The service that translates by machine, where one is named.
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = env.machine_translator()

# Short names where django-countries has long ones or old ones; translated in our own catalogues.
COUNTRIES_OVERRIDE = {"CZ": _("Czechia"), "US": _("United States")}

# What no page shows: how far the demo is loaded, what visitors have sent, who answers them.
TWINNING: dict[str, Any] = {
    "DELIVERY_UNWATCHED": (
        "home.DemoContent",
        "home.Enquiry",
        "home.EnquiryNote",
        "stories.SharedStory",
        "towns.TownTeam",
    ),
    "PREVIEW_URLS": env.preview_urls(dict(LANGUAGES)),
}

LOGGING = observing.plain()

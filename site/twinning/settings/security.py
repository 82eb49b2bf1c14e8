"""What guards the site in every environment; `base` takes all of it, `production` tightens it."""

from datetime import timedelta
from typing import Any

from django.core.checks.security import base as checks
from django.core.exceptions import ImproperlyConfigured

#: After `twinning`, before Wagtail's: templates of ours stand before its own.
SECURITY_APPS = ["twinning.security", "csp", "axes", "django_otp", "django_otp.plugins.otp_totp"]

#: After those of sessions, users and messages.
SECURITY_MIDDLEWARE = [
    "twinning.security.sessions.SessionAgeMiddleware",
    "twinning.security.second_factor.middleware.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
    "twinning.security.throttling.middleware.AttemptsMiddleware",
]

PASSWORD_HASHERS = [
    # In Python's own library; 2**14 times 8 times 5 is among OWASP's values. Others are made anew
    # when somebody logs in.
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": "twinning.security.audit.passwords.LoggedPassword"},
]
#: Seconds for which the address in an e-mail sets a password anew.
PASSWORD_RESET_TIMEOUT = 60 * 60

#: A session ends after this time whatever happens; see also TWINNING["SESSION_IDLE_MINUTES"].
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

#: As the app shows whose code it is.
OTP_TOTP_ISSUER = "Preston Twinning"

#: Bytes of a form without its files: a page with a long body has a hundred thousand.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
#: Beyond this, an uploaded file goes to the disk while it is received.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o644

#: django-axes: who fails too often is not looked at for a while (`twinning.security.throttling`).
AUTHENTICATION_BACKENDS = ["twinning.security.backend.GuardedBackend"]
_AXES = "twinning.security.throttling.axes"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = f"{_AXES}.limit"
AXES_COOLOFF_TIME = f"{_AXES}.pause"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = f"{_AXES}.username"
AXES_CLIENT_IP_CALLABLE = f"{_AXES}.address"
AXES_LOCKOUT_CALLABLE = f"{_AXES}.refused"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False


def two_factor(written: str) -> str:
    """TWO_FACTOR: `required` of everybody, `optional` for who has set it up, or `off`.

    Raises:
        ImproperlyConfigured: it is none of them.
    """
    if written not in {"required", "optional", "off"}:
        raise ImproperlyConfigured("TWO_FACTOR must be required, optional or off.")
    return written


def proxies(written: str) -> int:
    """PROXIES: how many of our own proxies a request passes, each of which adds to X-Forwarded-For.

    Raises:
        ImproperlyConfigured: it is no whole number.
    """
    if not (written.isascii() and written.isdecimal()):
        raise ImproperlyConfigured("PROXIES must be a whole number: how many proxies are in front.")
    return int(written)


def strong_key(key: str) -> str:
    """SECRET_KEY, where nobody guesses it; by what Django's `check --deploy` asks for.

    Raises:
        ImproperlyConfigured: it is too short, of too few characters, or made for development.
    """
    long, varied = checks.SECRET_KEY_MIN_LENGTH, checks.SECRET_KEY_MIN_UNIQUE_CHARACTERS
    is_made = key.startswith(checks.SECRET_KEY_INSECURE_PREFIX)
    if len(key) < long or len(set(key)) < varied or is_made:
        raise ImproperlyConfigured(
            f"SECRET_KEY must have {long} random characters or more, as `openssl rand -hex 40` "
            "makes them."
        )
    return key

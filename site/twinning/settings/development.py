"""Settings for a developer's own machine: `make run`."""

from django.core.management.utils import get_random_secret_key

from . import env, reading
from .base import *
from .base import TWINNING

DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
TWINNING = {
    **TWINNING,
    "MAIL_BACKEND": "django.core.mail.backends.console.EmailBackend",
    # A front end on the same machine is told, too.
    "WEBHOOK_PRIVATE_HOSTS": (
        "localhost",
        "127.0.0.0/8",
        "::1",
        *env.private_hosts(),
    ),
}


def _secret_key() -> str:
    """A key of this checkout's own, made once and kept in the ignored `var/` folder."""
    path = reading.VAR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key(), encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8")


SECRET_KEY = _secret_key()

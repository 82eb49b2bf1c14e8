"""Settings for the tests: as production where it matters, quick where it does not."""

from . import reading
from .base import *
from .base import TWINNING

DEBUG = False
SECRET_KEY = "only-for-tests-" * 5  # guards nothing
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TWINNING = {**TWINNING, "MAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
# Counting failures takes four queries each time that somebody logs in; its own tests switch it on.
AXES_ENABLED = False
MEDIA_ROOT = reading.VAR / "test-media"
# Whatever the environment names: no test may spend somebody's characters.
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None

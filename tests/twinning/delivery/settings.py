"""Production's settings, with static files that nobody need have collected."""

from twinning.settings.production import *  # noqa: F403  (settings)
from twinning.settings.production import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

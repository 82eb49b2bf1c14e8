"""The production settings, and what they are compared with: Wagtail's API v2, a constant view."""

from twinning.settings.production import *  # noqa: F403
from twinning.settings.production import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.api.v2", "rest_framework"]
ROOT_URLCONF = "tests.bench.urls"
REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}

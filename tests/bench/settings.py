"""The tests' settings with Wagtail's API v2 beside the other two."""

from twinning.settings.test import *  # noqa: F403
from twinning.settings.test import DATABASES, INSTALLED_APPS, WAGTAILSEARCH_BACKENDS

INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.api.v2", "rest_framework"]
ROOT_URLCONF = "tests.bench.urls"
DATABASES["default"]["CONN_MAX_AGE"] = None
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}

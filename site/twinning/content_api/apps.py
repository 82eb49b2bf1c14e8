"""App configuration of twinning.content_api."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentApiConfig(AppConfig):
    name = "twinning.content_api"
    label = "content_api"
    verbose_name = _("Content API")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from twinning.content_api import checks, v3  # noqa: F401  (registers the system checks)

        v3.register_schemas()

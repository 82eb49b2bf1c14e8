"""App configuration of twinning.content_api."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from ninja import Schema

# Most schemas, Wagtail's among them, are only ever described: answers are not validated (ADR 0018).
# What validates them is made when it is first needed, which spares each process 27 MiB.
Schema.model_config["defer_build"] = True


class ContentApiConfig(AppConfig):
    name = "twinning.content_api"
    label = "content_api"
    verbose_name = _("Content API")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Say which apps are missing, where they are."""
        from twinning.host_checks import refuse_without

        refuse_without(self.name)
        super().import_models()

    def ready(self) -> None:
        from twinning.content_api import checks, v3  # noqa: F401  (registers the system checks)

        v3.register_schemas()

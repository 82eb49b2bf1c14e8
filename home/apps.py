"""App configuration of home."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home.api import router
        from home.publisher import publisher
        from twinning.content_api.api import add_router
        from twinning.seo.publisher import register

        add_router("/site/", router)
        register(publisher)

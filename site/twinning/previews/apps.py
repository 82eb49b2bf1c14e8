"""App configuration of twinning.previews."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreviewsConfig(AppConfig):
    name = "twinning.previews"
    label = "previews"
    verbose_name = _("Previews")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from twinning import clock
        from twinning.content_api.api import add_router
        from twinning.previews import checks as checks  # registers the system check
        from twinning.previews.tasks import purge_snapshots

        add_router("/preview/", "twinning.previews.api.router")
        clock.register("purge_previews", timedelta(minutes=10), purge_snapshots)

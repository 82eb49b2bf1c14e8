"""App configuration of twinning.changes."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "twinning.changes"
    label = "changes"
    verbose_name = _("Changes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from twinning import clock
        from twinning.changes.api import router
        from twinning.changes.recording import recording
        from twinning.changes.tasks import forget_old
        from twinning.content_api.api import add_router
        from twinning.delivery import happenings

        add_router("/changes/", router)
        happenings.register(recording)
        clock.register("forget_changes", timedelta(hours=6), forget_old)

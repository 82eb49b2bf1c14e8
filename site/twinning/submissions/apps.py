"""App configuration of twinning.submissions."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    name = "twinning.submissions"
    label = "submissions"
    verbose_name = _("Submissions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from twinning import clock, privacy
        from twinning.content_api.api import add_router
        from twinning.submissions.api import router
        from twinning.submissions.keeping import keeper
        from twinning.submissions.tasks import purge

        add_router("/forms/", router)
        privacy.register(keeper)
        clock.register("purge", timedelta(days=1), purge)

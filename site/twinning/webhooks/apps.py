"""App configuration of twinning.webhooks."""

from datetime import timedelta

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "twinning.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from twinning import clock
        from twinning.changes import listeners
        from twinning.webhooks import checks as checks  # registers the system check
        from twinning.webhooks import hearing, jobs

        clock.register("deliver_webhooks", timedelta(minutes=1), jobs.deliver_due)
        clock.register("purge_webhooks", timedelta(days=1), jobs.purge)
        listeners.register(hearing.changed)
        if apps.is_installed("twinning.translation"):
            from twinning.translation.states import became_stale

            became_stale.connect(hearing.became_stale, dispatch_uid="webhooks.became_stale")

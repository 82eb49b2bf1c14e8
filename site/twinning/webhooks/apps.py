"""App configuration of twinning.webhooks."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "twinning.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from twinning import clock
        from twinning.webhooks import checks as checks  # registers the system check
        from twinning.webhooks import jobs

        clock.register("deliver_webhooks", timedelta(minutes=1), jobs.deliver_due)
        clock.register("purge_webhooks", timedelta(days=1), jobs.purge)

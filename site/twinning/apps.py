"""The kernel: everything that the rooms share."""

from datetime import timedelta

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class TwinningConfig(AppConfig):
    name = "twinning"
    label = "twinning"
    verbose_name = _("Twinning")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, pre_migrate
        from wagtail.signals import page_published

        from twinning import checks, clock, host_checks, unlimited  # noqa: F401  (system checks)
        from twinning.indexing import index_published
        from twinning.observing import background, sentry
        from twinning.tasks import prune, publish_scheduled, resume

        page_published.connect(index_published, dispatch_uid="twinning.index_published")
        clock.register("prune_tasks", timedelta(days=1), prune)
        clock.register("publish_scheduled", timedelta(minutes=1), publish_scheduled)
        clock.register("resume_tasks", timedelta(minutes=1), resume)
        background.connect()
        sentry.start()
        # Sent once for each app that has models; once is enough.
        once = next((app for app in apps.get_app_configs() if app.label == "delivery"), self)
        pre_migrate.connect(unlimited.begin, sender=once, dispatch_uid="twinning.unlimited")
        post_migrate.connect(unlimited.end, sender=once, dispatch_uid="twinning.limited")

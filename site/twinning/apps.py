"""The kernel: everything that the rooms share."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TwinningConfig(AppConfig):
    name = "twinning"
    label = "twinning"
    verbose_name = _("Twinning")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from twinning import checks as checks  # registers the system checks
        from twinning import clock
        from twinning.indexing import index_published
        from twinning.tasks import prune

        page_published.connect(index_published, dispatch_uid="twinning.index_published")
        clock.register("prune_tasks", timedelta(days=1), prune)

"""The kernel: everything that the rooms share."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TwinningConfig(AppConfig):
    name = "twinning"
    label = "twinning"
    verbose_name = _("Twinning")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from twinning import checks  # noqa: F401  (registers the system checks)
        from twinning.indexing import index_published

        page_published.connect(index_published, dispatch_uid="twinning.index_published")

"""App configuration of twinning.delivery."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "twinning.delivery"
    label = "delivery"
    verbose_name = _("Delivery")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, pre_migrate

        from twinning import landmarks
        from twinning.delivery import checks, happenings, triggers  # noqa: F401  (system checks)
        from twinning.delivery.purging import checks as purging_checks  # noqa: F401
        from twinning.delivery.purging.noting import noting

        pre_migrate.connect(triggers.rest, sender=self, dispatch_uid="delivery.rest")
        post_migrate.connect(triggers.resume, sender=self, dispatch_uid="delivery.resume")
        happenings.register(noting)
        happenings.connect()
        landmarks.stand_in()

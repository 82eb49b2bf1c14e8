"""App configuration of twinning.mail."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "twinning.mail"
    label = "mail"
    verbose_name = _("E-mail")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from twinning import clock, privacy
        from twinning.mail import checks  # noqa: F401  (registers the system checks)
        from twinning.mail.jobs import deliver_due
        from twinning.mail.keeping import keeper

        privacy.register(keeper)
        clock.register("deliver_mail", timedelta(minutes=1), deliver_due)

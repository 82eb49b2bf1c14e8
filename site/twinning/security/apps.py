"""App configuration of twinning.security."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SecurityConfig(AppConfig):
    name = "twinning.security"
    label = "security"
    verbose_name = _("Security")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the log, and have it purged."""
        from twinning import privacy
        from twinning.security import sessions  # noqa: F401  (listens to logins)
        from twinning.security.audit import accounts, signals
        from twinning.security.keeping import keeper

        signals.connect()
        accounts.connect()
        privacy.register(keeper)

"""App configuration of twinning.security."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SecurityConfig(AppConfig):
    name = "twinning.security"
    label = "security"
    verbose_name = _("Security")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the log, and have it purged."""
        from twinning import clock, privacy
        from twinning.security import sessions  # noqa: F401  (listens to logins)
        from twinning.security.audit import accounts, signals
        from twinning.security.keeping import keeper
        from twinning.security.tasks import forget_sessions

        signals.connect()
        accounts.connect()
        privacy.register(keeper)
        clock.register("forget_sessions", timedelta(days=1), forget_sessions)

"""A validator that takes every password, for Django tells validators when one has changed."""

from typing import Any

from wagtail.log_actions import log


class LoggedPassword:
    """Last in AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        """Any is right."""

    def get_help_text(self) -> str:
        """Nothing is asked of it."""
        return ""

    def password_changed(self, password: str, user: Any = None) -> None:
        """Write that it has changed, and nothing else of it."""
        if user is not None and user.pk:
            log(user, "twinning.password")

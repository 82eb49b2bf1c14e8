"""The actions as Wagtail's site history shows them, in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

#: By their name, what filters call them, and what an entry says.
ACTIONS: dict[str, tuple[Any, Any]] = {
    "twinning.login": (_("Log in"), _("Logged in")),
    "twinning.login_failed": (_("Log in in vain"), _("A login with this name failed")),
    "twinning.second_factor.passed": (_("Pass two-step login"), _("Passed two-step login")),
    "twinning.second_factor.failed": (_("Fail two-step login"), _("Typed a wrong code")),
    "twinning.second_factor.set_up": (_("Set up two-step login"), _("Set up a device for codes")),
    "twinning.second_factor.codes": (_("Renew recovery codes"), _("Made new recovery codes")),
    "twinning.second_factor.reset": (_("Reset two-step login"), _("Two-step login was reset")),
    "twinning.password": (_("Change password"), _("The password was changed")),
    "twinning.administrator.given": (
        _("Give administrator rights"),
        _("Administrator rights were given"),
    ),
    "twinning.administrator.taken": (
        _("Take administrator rights away"),
        _("Administrator rights were taken away"),
    ),
    "twinning.account.activated": (_("Activate account"), _("The account was activated")),
    "twinning.account.deactivated": (_("Deactivate account"), _("The account was deactivated")),
}


def register(registry: Any) -> None:
    """Register them, for Wagtail's hook."""
    for name, (label, message) in ACTIONS.items():
        registry.register_action(name, label, message)
    registry.register_action("twinning.roles")(RolesFormatter)


class RolesFormatter(LogFormatter):
    """Which roles somebody was given and lost, or what a role came to allow."""

    label = _("Change roles")

    def format_message(self, entry: Any) -> str:
        """With the names of the roles or rights, as they were then."""
        data = entry.data or {}
        parts = (
            (_("added: %(names)s"), data.get("added", [])),
            (_("removed: %(names)s"), data.get("removed", [])),
        )
        said = "; ".join(str(text % {"names": ", ".join(names)}) for text, names in parts if names)
        return str(_("Roles changed (%(changes)s)") % {"changes": said})

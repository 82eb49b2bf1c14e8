"""Which events there are: each with its name and what people call it. Rooms add their own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

#: What is sent to try an endpoint; nobody chooses it.
TEST = "webhook.test"

_names: dict[str, Any] = {
    "page.published": _("Page published"),
    "page.unpublished": _("Page unpublished"),
    "page.deleted": _("Page deleted"),
    "page.moved": _("Page moved"),
    "translation.published": _("Translation published"),
    "translation.stale": _("Translation out of date"),
    "redirect.changed": _("Redirect changed"),
    "settings.changed": _("Settings changed"),
    "content.changed": _("Other content changed"),
}


def register(name: str, label: Any) -> None:
    """Add an event; call it in an `AppConfig.ready()`.

    Args:
        name: as receivers read it, such as `form.submitted`.
        label: lazily translated.
    """
    _names[name] = label


def choices() -> list[tuple[str, Any]]:
    """Names with what people call them, in the order in which they were registered."""
    return list(_names.items())


def label_of(name: str) -> str:
    """What people call an event."""
    return str(_("Test") if name == TEST else _names.get(name, name))


def is_known(name: str) -> bool:
    """Whether there is such an event."""
    return name in _names

"""“Publish; translations stay valid”: a button for a change that no translation needs to follow."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import PublishMenuItem
from wagtail.models import Page

from twinning import references
from twinning.translation.sync.syncing import translations_of


class MinorEditMenuItem(PublishMenuItem):
    """Beside “Publish”, where others are translated from the page."""

    label = _("Publish; translations stay valid")
    name = "action-publish-minor"
    template_name = "twinning/admin/publish_minor_edit.html"
    icon_name = "check"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Nowhere else, and not to whoever may not publish."""
        if context["view"] != "edit" or not super().is_shown(context):
            return False
        return translations_of(context["page"]).exists()


def remember(request: HttpRequest, page: Page) -> None:
    """Note which button it was: wagtail publishes right after; a hook `before_publish_page`."""
    if request.POST.get("action-publish") == "minor":
        references.current().put(_key(page), True)


def is_minor(page: Page) -> bool:
    """Whether the current request publishes a page as a minor edit."""
    return references.current().once(_key(page), lambda: False)


def _key(page: Page) -> tuple[str, int]:
    return "minor edit", page.pk

"""What users decide in their account besides what Wagtail asks them."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from twinning.users.models import User


class DigestForm(forms.ModelForm):
    """Whether they want the weekly digest."""

    class Meta:
        model = User
        fields = ("weekly_digest",)

    def save(self, commit: bool = True) -> Any:
        """Save this alone: the other panels save the same user."""
        self.instance.save(update_fields=["weekly_digest"])
        return self.instance


class DigestPanel(BaseSettingsPanel):
    """Among the notifications."""

    name = "digest"
    title = _("Weekly digest")
    tab = notifications_tab
    order = 200
    form_class = DigestForm


def digest_panel(request: HttpRequest, user: Any, profile: Any) -> DigestPanel:
    """The panel for one user, for Wagtail's hook."""
    return DigestPanel(request, user, profile)

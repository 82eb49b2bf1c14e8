"""What people see of their second factor in their account."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel

from twinning import conf
from twinning.security.second_factor import codes


class NothingForm(forms.ModelForm):
    """Asks nothing: what changes here has pages of its own."""

    class Meta:
        model = get_user_model()
        fields = ()

    def save(self, commit: bool = True) -> Any:
        """Leave the user as the other panels save it."""
        return self.instance


class SecondFactorPanel(BaseSettingsPanel):
    """Whether a device is set up, and how many recovery codes are left."""

    name = "second-factor"
    title = _("Two-step login")
    order = 500
    form_class = NothingForm
    template_name = "twinning/admin/security/panel.html"

    def is_active(self) -> bool:
        """Only where the site knows of second factors."""
        return bool(conf.get("TWO_FACTOR") != "off")

    def get_context_data(self) -> dict[str, Any]:
        """Adds what there is."""
        device = codes.device_of(self.user)
        return {**super().get_context_data(), "device": device, "left": codes.left(self.user)}


def panel(request: HttpRequest, user: Any, profile: Any) -> SecondFactorPanel:
    """The panel for one user, for Wagtail's hook."""
    return SecondFactorPanel(request, user, profile)

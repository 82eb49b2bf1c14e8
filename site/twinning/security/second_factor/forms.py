"""The forms in which codes are typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from twinning.security.second_factor import codes
from twinning.security.second_factor.setting_up import Offer

_WRONG = _("This code is not right, or was used before. Codes of a device change every 30 seconds.")
_ATTRIBUTES = {"autocomplete": "one-time-code", "autocapitalize": "characters"}
_OLD = _("These codes are too old. Scan the new picture.")


class CodeForm(forms.Form):
    """A code for a device that somebody has; `device` is that, once it is valid."""

    code = forms.CharField(
        label=_("Code"), max_length=20, widget=forms.TextInput(attrs=_ATTRIBUTES)
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.device: TOTPDevice | None = None

    def clean_code(self) -> str:
        """The code, which is used up by this.

        Raises:
            ValidationError: it is wrong.
        """
        typed: str = self.cleaned_data["code"]
        self.device = codes.accepted(self.user, typed)
        if self.device is None:
            raise ValidationError(_WRONG, code="wrong")
        return typed


class EnrolForm(forms.Form):
    """A first code of a new device; with a code of the one before, where there is one.

    `moment` is the time step for which the new one is right, once the form is valid.
    """

    current = forms.CharField(
        label=_("Code of your present device, or a recovery code"),
        max_length=20,
        widget=forms.TextInput(attrs=_ATTRIBUTES),
    )
    offer = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Code that the app shows"), max_length=20, widget=forms.TextInput(attrs=_ATTRIBUTES)
    )

    def __init__(self, user: Any, has_device: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.moment: int | None = None
        self.shown: Offer | None = None
        if not has_device:
            del self.fields["current"]

    def clean(self) -> dict[str, Any]:
        """What was typed; nothing of it is used up unless all else is right.

        Raises:
            ValidationError: the form was shown too long ago, or to somebody else.
        """
        given: dict[str, Any] = super().clean() or {}
        self.shown = Offer.load(given.get("offer", ""), self.user)
        if self.shown is None:
            raise ValidationError(_OLD, code="old")
        if "code" in given:
            self.moment = self.shown.moment(given["code"])
            if self.moment is None:
                self.add_error("code", ValidationError(_WRONG, code="wrong"))
        if "current" in given and not self.errors and not self._is_current(given["current"]):
            self.add_error("current", ValidationError(_WRONG, code="wrong"))
        return given

    def _is_current(self, typed: str) -> bool:
        return codes.accepted(self.user, typed) is not None

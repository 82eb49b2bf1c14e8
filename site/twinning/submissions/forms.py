"""The form that every form of visitors is: its own fields, a consent, and what keeps spam out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from twinning.submissions import tokens

if TYPE_CHECKING:
    from twinning.submissions.pages import FormPage

#: What each form has besides its own fields: looked at before these, in this order.
GUARDS = ("token", "homepage", "consent")
#: Names that a form's own fields cannot have.
RESERVED = frozenset(GUARDS)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a form.

    Args:
        words: in the visitor's language.
        name: of the field; nothing where it is about all of the form.
        label: what people call the field; nothing where the words say it.
        identifier: of the field in the page.
    """

    words: str
    name: str = ""
    label: str = ""
    identifier: str = ""


class SubmissionForm(forms.Form):
    """What visitors send, the same for HTML and the Content API.

    Args:
        page: the page that the form is on, in the language that is spoken.
        remarks: errors that belong to no field, such as that somebody has sent too much.
    """

    use_required_attribute = False  # errors come from here, in the visitor's language

    token = forms.CharField(
        label=_("Form token"), required=False, max_length=400, widget=forms.HiddenInput
    )
    #: People do not see it; programs that fill in forms do.
    homepage = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    consent = forms.BooleanField(
        label=_("Consent"),
        error_messages={"required": _("We may only keep what you write if you agree.")},
    )

    #: The name of the field with the sender's e-mail address; empty where none is asked for.
    address_field = "email"

    def __init__(self, *args: Any, page: "FormPage", **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.page = page
        self.remarks: list[str] = []
        self.shown: tokens.FormToken | None = None
        self._token = ""
        self.fields["consent"].help_text = page.consent_words
        self.order_fields(GUARDS)

    @property
    def own_names(self) -> list[str]:
        """The names of the fields that the page is about, in their order."""
        return [name for name in self.fields if name not in RESERVED]

    @property
    def own_fields(self) -> Iterator[BoundField]:
        """These fields."""
        return (self[name] for name in self.own_names)

    @property
    def faults(self) -> list["Fault"]:
        """Everything that is wrong, in the order of the form."""
        general = [Fault(str(error)) for error in (*self.remarks, *self.non_field_errors())]
        return general + [
            Fault(str(error), name, *self._place_of(name))
            for name in (*self.own_names, *reversed(GUARDS))
            for error in self.errors.get(name, [])
        ]

    def _bound_items(self) -> Iterator[tuple[str, BoundField]]:
        """As in Django; but no file is looked at where the guards have turned the form away.

        To decode a picture costs much, and nobody is to have that for nothing.
        """
        for name, bound in super()._bound_items():  # type: ignore[misc]  # not in the stubs
            is_file = isinstance(bound.field, forms.FileField)
            wrong: Any = getattr(self, "_errors", None) or {}
            if not (is_file and RESERVED & set(wrong)):
                yield name, bound

    def _place_of(self, name: str) -> tuple[str, str]:
        """A field's label and identifier, as far as there are any to see."""
        if name == "token":
            return "", ""
        label = "" if name in RESERVED else str(self[name].label)
        return label, str(self[name].id_for_label or f"{self[name].auto_id}_0")

    @property
    def token_to_show(self) -> str:
        """A token for the next try: the one that was sent, where it is still good."""
        if not self._token:
            self._token = tokens.issue(self.page.form_key, self.page.consent_version)
        return self._token

    def renew_token(self) -> None:
        """Have the next try begin with a new token."""
        self._token = ""

    def clean_homepage(self) -> str:
        """Refuse whatever stands in the field that people do not see."""
        if self.cleaned_data["homepage"]:
            raise ValidationError(_("Leave this field empty."), code="filled")
        return ""

    def clean_token(self) -> str:
        """Read the token.

        Raises:
            ValidationError: it is not good, or no longer, or not yet.
        """
        token: str = self.cleaned_data["token"]
        try:
            self.shown = tokens.read(token, self.page.form_key)
        except tokens.Early as early:
            self._token = token
            words = _("That was very quick. Please wait a few seconds, then send it once more.")
            raise ValidationError(words, code="token_early") from early
        except tokens.Expired as expired:
            words = _("The form was open for too long. Please send it once more.")
            raise ValidationError(words, code="token_expired") from expired
        except tokens.Forged as forged:
            words = _("We could not tell that this form came from us. Please send it once more.")
            raise ValidationError(words, code="token_invalid") from forged
        self._token = token
        return token

    def clean(self) -> dict[str, Any]:
        """Ask again where the consent text has changed since it was shown."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.shown is not None and self.shown.consent != self.page.consent_version:
            self.renew_token()
            words = _("The text that you agree to has changed meanwhile. Please read it again.")
            self.add_error("consent", ValidationError(words, code="consent_changed"))
        return cleaned

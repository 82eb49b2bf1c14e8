"""The form with which an editor deals with an enquiry; two of them at once lose nothing."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.widgets import AdminAutoHeightTextInput

from home.models import Enquiry, EnquiryNote
from towns import teams

#: What editors change of an enquiry.
DEALT = ("state", "assignee")


class MemberField(forms.ModelChoiceField):
    """One of the people who may deal with it, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """First and last name, else the name for logging in."""
        return str(get_user_display_name(obj))


class DealingForm(forms.ModelForm):
    """State, who deals with it, and a new note.

    The form says what it has shown of the first two. Only what the editor has changed since is
    saved, and where somebody else has changed the same meanwhile, the editor is asked again.

    Args:
        for_user: whose note it is.
    """

    assignee = MemberField(
        get_user_model()._default_manager.none(),
        label=gettext_lazy("Who deals with it"),
        required=False,
        empty_label=gettext_lazy("Nobody"),
    )
    note = forms.CharField(
        label=gettext_lazy("New note"),
        required=False,
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        help_text=gettext_lazy("For the team alone: whoever wrote the enquiry never sees it."),
    )
    seen_state = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_assignee = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Enquiry
        fields = DEALT

    def __init__(self, *args: Any, for_user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = for_user
        self._changed: list[str] = []
        members = teams.members(self.instance.town_key)
        # Whoever deals with it now may go on, even if they have left the team.
        present = Q(pk__in=members.values("pk")) | Q(pk=self.instance.assignee_id)
        users = get_user_model()._default_manager.filter(present)
        self.fields["assignee"].queryset = users.order_by(  # type: ignore[attr-defined]  # a field of Django, typed as any
            "last_name", "first_name", "pk"
        )
        for name in DEALT:
            self.initial[f"seen_{name}"] = self._now(name)

    def clean(self) -> dict[str, Any]:
        """Leave out what the editor has not changed, and notice what others have."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in DEALT:
            if name in cleaned:
                self._compare(name, cleaned)
        return cleaned

    def save(self, commit: bool = True) -> Enquiry:
        """Save what the editor has changed, and add the note to those of others."""
        note = self.cleaned_data["note"].strip()
        if note:
            EnquiryNote.objects.create(enquiry=self.instance, author=self._user, text=note)
        if note or self._changed:
            self.instance.save(update_fields=[*self._changed, "touched_at"])
        return self.instance

    def _compare(self, name: str, cleaned: dict[str, Any]) -> None:
        seen, now = str(cleaned[f"seen_{name}"]), self._now(name)
        wanted = _key(cleaned[name])
        if wanted in {seen, now}:  # not changed here, or by somebody else to the same
            del cleaned[name]
        elif seen == now:
            self._changed.append(name)
        else:
            self.data = {**dict(self.data.items()), self.add_prefix(f"seen_{name}"): now}
            words = _("Somebody has changed this meanwhile, to: %(value)s. Save again to go on.")
            self.add_error(name, ValidationError(words, params={"value": self._named(name)}))

    def _now(self, name: str) -> str:
        return _key(getattr(self.instance, name))

    def _named(self, name: str) -> str:
        if name == "state":
            return str(self.instance.get_state_display())
        return str(get_user_display_name(self.instance.assignee) or _("Nobody"))


def _key(value: Any) -> str:
    """A choice as a select sends it."""
    return str(getattr(value, "pk", value) or "")

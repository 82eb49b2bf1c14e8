"""The form on which a visitor shares a story."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stories.sharing import places
from towns.choices import TownChoices, TownField
from towns.queries import town_names
from twinning.media import anew, uploads
from twinning.submissions.dates import KnownDateField
from twinning.submissions.fields import AddressField, LineField, TextField
from twinning.submissions.forms import SubmissionForm

SHORTEST_STORY, LONGEST_STORY = 100, 20_000


class ShareStoryForm(SubmissionForm):
    """A story, when and where it was, who was there, and who sends it.

    Args:
        place: where the draft will lie, once the form is valid.
    """

    title = LineField(label=gettext_lazy("Title"), max_length=120)
    when = KnownDateField(
        label=gettext_lazy("When was it?"),
        required=False,
        help_text=gettext_lazy("As far as you know it: the year alone will do."),
    )
    story = TextField(
        label=gettext_lazy("Your story"),
        min_length=SHORTEST_STORY,
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=gettext_lazy("Leave a line empty between two paragraphs."),
    )
    people = LineField(
        label=gettext_lazy("Who took part?"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("People and groups who may be named with the story."),
    )
    pictures = uploads.VisitorPicturesField(
        label=pgettext_lazy("that a visitor sends", "Pictures"),
        required=False,
    )
    pictures_show = LineField(
        label=gettext_lazy("What do the pictures show?"),
        required=False,
        help_text=gettext_lazy("For people who cannot see them."),
    )
    consent_of_shown = forms.BooleanField(
        label=gettext_lazy("All who are shown or named agree to its publication."),
        required=False,
        help_text=gettext_lazy("Needed if you send pictures or name people."),
    )
    name = LineField(
        label=gettext_lazy("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("It is not published, unless you name yourself above."),
    )
    email = AddressField(label=gettext_lazy("Your e-mail address"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place: places.Place | None = None
        self.towns = TownChoices(town_names())
        self.fields["town"] = TownField(
            self.towns,
            _("No particular town"),
            label=_("Which town is it about?"),
            required=False,
        )
        self.order_fields(["title", "town", *self.fields])
        self._prepare_pictures()

    def clean(self) -> dict[str, Any]:
        """Ask for the consent of others where there are any, and for a place for the story."""
        cleaned = super().clean()
        shows_others = self._has_pictures or cleaned.get("people")
        if shows_others and not cleaned.get("consent_of_shown"):
            words = _("We may only publish pictures and names of people who agree to it.")
            self.add_error("consent_of_shown", ValidationError(words, code="required"))
        town = self.towns.find(cleaned.get("town") or "")
        self.place = places.place_for(self.page, town.key if town else None)
        if self.place is None:
            words = _("Stories cannot be sent in this language yet.")
            raise ValidationError(words, code="no_place")
        return cleaned

    @property
    def _has_pictures(self) -> bool:
        return bool(self.files and self.files.getlist("pictures"))

    def _prepare_pictures(self) -> None:
        """Say what may be sent, in a way that a script can check before anything is."""
        field = self.fields["pictures"]
        help_text = _(
            "Up to %(most)s: JPEG, PNG, WebP, HEIC or AVIF, of at most %(megabytes)s MB each. "
            "Where and with what a picture was taken is removed from it."
        ) % {"most": uploads.MOST, "megabytes": anew.MOST_BYTES // 1024**2}
        field.widget.attrs.update(
            {
                "data-most": uploads.MOST,
                "data-too-many": _("Choose at most %(most)s pictures.") % {"most": uploads.MOST},
                "data-most-bytes": anew.MOST_BYTES,
                "data-too-large": _("This picture is too large: {name}"),
            }
        )
        if self._has_pictures:
            words = _("Please choose your pictures once more: browsers do not keep them.")
            help_text = f"{words} {help_text}"
        field.help_text = help_text

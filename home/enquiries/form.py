"""The form of a page for enquiries, built from what its editors ask, in the active language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.contrib.forms.forms import FormBuilder

from home.enquiries import choices
from towns.choices import TownChoices, TownField
from towns.exploring import every_candidate
from towns.models import Interest
from towns.queries import town_names
from twinning.submissions.fields import AddressField, LineField, TextField
from twinning.submissions.forms import SubmissionForm
from twinning.translation.localised import everything

#: What links fill in: a town's slug in any language, a partner's anchor, an interest's key.
PREFILLED = frozenset({"town", "partner", "interest"})

PARTIES = [("person", gettext_lazy("A person")), ("group", gettext_lazy("A group"))]


class EnquiryForm(SubmissionForm):
    """What all forms for enquiries have in common."""

    towns: TownChoices


def enquiry_form(fields: Iterable[Any], language: str) -> type[EnquiryForm]:
    """The form that some `EnquiryField`s make.

    Args:
        language: in which answers are offered first.
    """
    builder = EnquiryFormBuilder(fields, language)
    made: type[EnquiryForm] = type("EnquiryForm", (EnquiryForm,), builder.formfields)
    made.towns = builder.towns  # afterwards: a field of this name is no attribute of the class
    return made


def initial_of(form_class: type[EnquiryForm], given: Mapping[str, Any]) -> dict[str, str]:
    """What a link's parameters fill in; what there is not is left out."""
    fields, found = form_class.base_fields, {}
    for name in PREFILLED & set(fields):
        value = str(given.get(name, ""))
        if name == "town" and (town := form_class.towns.find(value)):
            value = town.slug
        options: Any = fields[name]
        if value and options.valid_value(value):
            found[name] = value
    return found


class EnquiryFormBuilder(FormBuilder):
    """Wagtail's form builder with kinds of our own, and keys that no language changes."""

    def __init__(self, fields: Iterable[Any], language: str) -> None:
        super().__init__(list(fields))
        self._language = language
        self.towns = TownChoices(town_names())

    @property
    def formfields(self) -> dict[str, forms.Field]:
        """The form's fields by their keys, in the editors' order."""
        return {
            field.key: self.get_create_field_function(field.field_type)(
                field, self.get_field_options(field)
            )
            for field in self.fields
        }

    def get_field_options(self, field: Any) -> dict[str, Any]:
        """Label, help and whether it must be filled in; Django escapes what it shows."""
        return {
            "label": field.label,
            "help_text": field.help_text,
            "required": field.required or field.field_type in field.NEEDED,
        }

    def get_formatted_field_choices(self, field: Any) -> list[tuple[str, str]]:
        """The choices with the keys under which they are stored."""
        return choices.pairs(field.choices, field.choice_keys)

    def create_town_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """One of our towns."""
        return TownField(self.towns, _("No particular town"), **options)

    def create_partner_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """One of the twin towns of our twin towns."""
        found = [(partner.anchor, partner.name) for partner in every_candidate(None)]
        return forms.ChoiceField(choices=[("", _("None of them")), *found], **options)

    def create_interest_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """One of the interests."""
        found = [(interest.key, interest.name) for interest in everything(Interest).values()]
        return forms.ChoiceField(choices=[("", _("Something else")), *found], **options)

    def create_party_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """Whether a person is asking or a group."""
        return forms.ChoiceField(choices=PARTIES, widget=forms.RadioSelect, **options)

    def create_language_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """In which language an answer is wanted."""
        return forms.ChoiceField(choices=settings.LANGUAGES, initial=self._language, **options)

    def create_name_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """The sender's name."""
        return LineField(widget=forms.TextInput(attrs={"autocomplete": "name"}), **options)

    def create_email_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """The sender's e-mail address."""
        return AddressField(**options)

    def create_message_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """What they want to say."""
        return TextField(**options)

    def create_singleline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """A line of text."""
        return LineField(**options)

    def create_multiline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """Several lines of text."""
        return TextField(**options)

    def create_url_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """A web address."""
        return forms.URLField(max_length=200, assume_scheme="https", **options)

    def create_number_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """A number."""
        return forms.DecimalField(max_digits=15, decimal_places=4, **options)

    def create_date_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """A day; browsers send it as ISO 8601 has it."""
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(widget=widget, input_formats=["%Y-%m-%d"], **options)

    def create_checkboxes_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """Several of some choices."""
        return forms.MultipleChoiceField(
            choices=self.get_formatted_field_choices(field),
            widget=forms.CheckboxSelectMultiple,
            **options,
        )

    def create_dropdown_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """One of some choices."""
        first = [("", _("Please choose"))]
        found = [*first, *self.get_formatted_field_choices(field)]
        return forms.ChoiceField(choices=found, **options)

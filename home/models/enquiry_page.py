"""EnquiryPage: people write to the partnership; what it asks them is in the editors' hands."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.forms.models import AbstractFormField
from wagtail.contrib.forms.utils import get_field_clean_name
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField
from wagtail_localize.models import Translation

from home.enquiries import choices, intake
from home.enquiries.admin_form import EnquiryPageForm
from home.enquiries.form import PREFILLED, EnquiryForm, enquiry_form, initial_of
from twinning.submissions.forms import RESERVED
from twinning.submissions.pages import FormPage


class EnquiryPage(FormPage):
    """A page with a form: which town, which interest, what about, and who is asking."""

    prefilled = PREFILLED
    query_parameters = FormPage.query_parameters | PREFILLED
    uncrawled_parameters = PREFILLED | {"received"}
    schema_kind = "ContactPage"
    webhook_event = "form.submitted"
    base_form_class = EnquiryPageForm
    parent_page_types = ["wagtailcore.Page", "home.HomePage", "home.StandardPage"]
    subpage_types: list[str] = []

    content_panels = [
        *FormPage.content_panels,
        InlinePanel(
            "form_fields",
            heading=_("Fields of the form"),
            label=_("Field"),
            help_text=_("The consent comes after them by itself."),
            min_num=2,
        ),
    ]

    class Meta:
        verbose_name = _("page for enquiries")
        verbose_name_plural = _("pages for enquiries")

    def form_class(self) -> type[EnquiryForm]:
        """The form in the active language, in three queries."""
        return enquiry_form(self.form_fields.all(), self.locale.language_code)

    def new_form(self, given: Any = None) -> EnquiryForm:
        """A form to fill in, with what a link gives filled in already, as far as there is it."""
        form_class = self.form_class()
        return form_class(page=self, initial=initial_of(form_class, given or {}))

    def keep(self, form: Any, reference: str) -> models.Model:
        """Store the enquiry, and queue the e-mails to the town's team and to the sender."""
        return intake.keep(self, form, reference)


class EnquiryField(TranslatableMixin, AbstractFormField):
    """A field of the form. Its key is the same in every language, and for ever."""

    class Kind(models.TextChoices):
        """What a field asks for. Of the first eight, a form has one each at most."""

        TOWN = "town", _("Which town")
        PARTNER = "partner", _("Which possible partner")
        INTEREST = "interest", _("Which interest")
        PARTY = "party", _("A person or a group")
        MESSAGE = "message", _("The message")
        NAME = "name", _("The sender’s name")
        EMAIL = "email", _("The sender’s e-mail address")
        LANGUAGE = "language", _("The language of the answer")
        SINGLELINE = "singleline", _("A line of text")
        MULTILINE = "multiline", _("Several lines of text")
        NUMBER = "number", _("A number")
        DATE = "date", _("A date")
        URL = "url", _("A web address")
        CHECKBOX = "checkbox", _("A box to tick")
        CHECKBOXES = "checkboxes", _("Several boxes to tick")
        DROPDOWN = "dropdown", _("One of a list")
        RADIO = "radio", _("One of a few, all shown")

    #: Of these a form has one each at most, under the kind's own name.
    SPECIAL: ClassVar[frozenset[str]] = frozenset(
        {"town", "partner", "interest", "party", "message", "name", "email", "language"}
    )
    #: Without these nobody could be answered.
    NEEDED: ClassVar[frozenset[str]] = frozenset({"message", "email"})
    WITH_CHOICES: ClassVar[frozenset[str]] = frozenset({"checkboxes", "dropdown", "radio"})

    page = ParentalKey(EnquiryPage, on_delete=models.CASCADE, related_name="form_fields")
    field_type = models.CharField(_("kind"), max_length=16, choices=Kind)
    field_type.required_on_save = True  # type: ignore[attr-defined]  # as in Wagtail's own
    choices = models.TextField(
        _("choices"),
        blank=True,
        help_text=_("One on each line. A translation has the same lines in the same order."),
    )
    #: What is stored of each choice, in their order, whatever they are called.
    choice_keys = models.TextField(blank=True, default="", editable=False)

    panels = [
        FieldPanel("field_type", classname="formbuilder-type", required_on_save=True),
        FieldPanel("label"),
        FieldPanel("help_text"),
        FieldPanel("required"),
        FieldPanel("choices", classname="formbuilder-choices"),
    ]
    override_translatable_fields = [
        TranslatableField("label"),
        TranslatableField("help_text"),
        TranslatableField("choices"),
        SynchronizedField("clean_name", overridable=False),
        SynchronizedField("field_type", overridable=False),
        SynchronizedField("required", overridable=False),
        SynchronizedField("choice_keys", overridable=False),
        SynchronizedField("default_value", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        verbose_name = _("field")
        verbose_name_plural = _("fields")

    @property
    def key(self) -> str:
        """What the field's answer is stored and sent under."""
        if self.field_type in self.SPECIAL:
            return str(self.field_type)
        return self.clean_name or self.get_field_clean_name()

    def get_field_clean_name(self) -> str:
        """The key of a new field: its kind, or else made from its first label."""
        if self.field_type in self.SPECIAL:
            return str(self.field_type)
        name = get_field_clean_name(self.label) or "field"
        return f"{name}_2" if name in self.SPECIAL | RESERVED | PREFILLED else name

    def clean(self) -> None:
        """Refuse a field that nobody could fill in.

        Raises:
            ValidationError: on `choices`.
        """
        super().clean()
        if self.field_type in self.WITH_CHOICES and len(choices.lines(self.choices)) < 2:
            raise ValidationError({"choices": _("Give at least two choices, one on each line.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give new choices their keys; those of a translation come from its source."""
        if not self._follows_source():
            before = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
            self.choice_keys = choices.keys_for(
                self.choices, before.choices if before else "", self.choice_keys
            )
        super().save(*args, **kwargs)

    def _follows_source(self) -> bool:
        return Translation.objects.filter(
            source__object_id=self.page.translation_key,
            target_locale=self.page.locale_id,
            enabled=True,
        ).exists()

"""The form by which a page or a snippet is submitted for translation."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Locale, Page

from twinning.translation.guards.offers import Offer


class LocaleField(forms.MultipleChoiceField):
    """Languages by their keys. Those that cannot be chosen now are known too, to say why."""

    widget = forms.CheckboxSelectMultiple
    known: frozenset[str] = frozenset()

    def valid_value(self, value: str) -> bool:
        """Whether it is the key of one that the user has a say in."""
        return value in self.known


class SubmitForm(forms.Form):
    """Into which languages, and whether with all that is below.

    Whoever posts a language in which they have no say is turned away; one that cannot be yet, or
    is already, is an error at the field.
    """

    locales = LocaleField(label=gettext_lazy("Languages"))
    include_subtree = forms.BooleanField(
        label=gettext_lazy("With all pages below it"), required=False
    )

    def __init__(self, *args: Any, offer: Offer, below: int = 0, **kwargs: Any) -> None:
        """Offer what there is.

        Args:
            offer: the languages.
            below: how many pages are below; the choice is only there where there are some.
        """
        super().__init__(*args, **kwargs)
        self.offer = offer
        field: Any = self.fields["locales"]
        field.known = frozenset(str(key) for key in offer.known if key not in offer.refused)
        field.choices = [(locale.pk, locale.get_display_name()) for locale in offer.locales]
        if len(offer.locales) == 1:
            self.initial.setdefault("locales", [locale.pk for locale in offer.locales])
        if below:
            self.fields["include_subtree"].help_text = ngettext(
                "%(count)d page is below it.", "%(count)d pages are below it.", below
            ) % {"count": below}
        else:
            del self.fields["include_subtree"]

    def full_clean(self) -> None:
        """As ever, unless a language is posted in which this user has no say.

        Raises:
            PermissionDenied: one is.
        """
        if self.is_bound:
            data: Any = self.data
            posted = data.getlist(self.add_prefix("locales"))
            if set(posted) & {str(key) for key in self.offer.refused}:
                raise PermissionDenied
        super().full_clean()

    def clean_locales(self) -> list[Locale]:
        """The languages, none of which waits for a page above or is there already."""
        locales = [self.offer.known[int(key)] for key in self.cleaned_data["locales"]]
        errors = [
            ValidationError(told_first(self.offer.missing[locale.pk], locale))
            for locale in locales
            if locale.pk in self.offer.missing
        ]
        errors += [
            ValidationError(
                _("It exists in this language already: %(language)s.")
                % {"language": locale.get_display_name()}
            )
            for locale in locales
            if locale.pk in self.offer.taken
        ]
        if errors:
            raise ValidationError(errors)
        return locales


def told_first(parent: Page, locale: Locale) -> SafeString:
    """What must be translated first, with the way there."""
    address = reverse("wagtail_localize:submit_page_translation", args=[parent.pk])
    link = format_html(
        '<a href="{}?select_locale={}">{}</a>', address, locale.language_code, parent.title
    )
    return format_html(
        _("{language}: first translate {page}, which is above it."),
        language=locale.get_display_name(),
        page=link,
    )

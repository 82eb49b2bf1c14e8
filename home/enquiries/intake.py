"""From a form that was filled in to an enquiry that somebody is told of."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home.models.enquiry import Enquiry
from towns import teams
from twinning.mail import writing


def keep(page: Any, form: Any, reference: str) -> Enquiry:
    """Store an enquiry and queue its e-mails, in the transaction that is open.

    Args:
        page: the `EnquiryPage`, in the language that the sender speaks.
        form: valid, of that page.
    """
    given = form.cleaned_data
    town = form.towns.find(given.get("town") or "")
    enquiry = Enquiry.objects.create(
        reference=reference,
        page_id=page.pk,
        language=page.locale.language_code,
        answer_language=given.get("language") or page.locale.language_code,
        town_key=town.key if town else None,
        town_name=town.title if town else "",
        partner_key=given.get("partner") or "",
        partner_name=_label(form, "partner"),
        interest_key=given.get("interest") or "",
        interest_name=_label(form, "interest"),
        party=given.get("party") or "",
        name=given.get("name") or "",
        email=given["email"],
        message=given["message"],
        answers=list(_others(page, form)),
        consent_text=page.consent_words,
        consent_version=page.consent_version,
    )
    tell_team(enquiry)
    tell_sender(enquiry)
    return enquiry


def tell_team(enquiry: Enquiry) -> None:
    """Write to those who answer for the town, each in their language."""
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('enquiries:edit', args=[enquiry.pk])}"
    for recipient in teams.recipients(enquiry.town_key):
        writing.send(
            [recipient.address],
            "home/mail/enquiry_received",
            {"enquiry": enquiry, "address": address},
            recipient.language,
            reply_to=[enquiry.email],
        )


def tell_sender(enquiry: Enquiry) -> None:
    """Write to the sender that it has come in. It repeats nothing that they wrote.

    Else the form could be used to send anybody anything.
    """
    writing.send(
        [enquiry.email], "home/mail/enquiry_receipt", {"enquiry": enquiry}, enquiry.language
    )


def _others(page: Any, form: Any) -> Any:
    for field in page.form_fields.all():
        if field.field_type not in field.SPECIAL:
            value = _written(form.fields[field.key], form.cleaned_data.get(field.key))
            yield {"key": field.key, "label": field.label, "value": value}


def _written(field: forms.Field, value: Any) -> str:
    """An answer in words; nothing where there is none."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in (None, "", []):
        return ""
    labels = dict(getattr(field, "choices", []))
    if isinstance(value, list):
        return ", ".join(str(labels.get(item, item)) for item in value)
    if isinstance(field, forms.DateField):
        return date_format(value)
    return str(labels.get(value, value))


def _label(form: Any, name: str) -> str:
    """What a choice is called in the sender's language; nothing where none was made."""
    value = form.cleaned_data.get(name)
    if not value:
        return ""
    return str(dict(form.fields[name].choices).get(value, value))

"""The admin's form for a page of enquiries: it refuses forms that nobody could be answered from."""

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.contrib.forms.forms import WagtailAdminFormPageForm


class EnquiryPageForm(WagtailAdminFormPageForm):
    """Wagtail's form, which finds fields of the same name, with our rules for the kinds."""

    def clean(self) -> dict[str, Any]:
        """Each special kind once at most, and those without which there is no answer once."""
        cleaned: dict[str, Any] = super().clean()
        formset = self.formsets.get("form_fields")
        if formset is None:
            return cleaned
        kept = [form for form in formset.forms if not _is_deleted(form)]
        model = formset.model
        counted = Counter(form.cleaned_data.get("field_type") for form in kept)
        for form in kept:
            kind = form.cleaned_data.get("field_type")
            if kind in model.SPECIAL and counted[kind] > 1:
                form.add_error("field_type", _("The form has more than one field of this kind."))
        if self.is_deferred_validation:  # a draft may yet lack something
            return cleaned
        missing = [str(model.Kind(kind).label) for kind in sorted(model.NEEDED - set(counted))]
        if missing:
            words = _("The form needs a field of these kinds: %(kinds)s.")
            self.add_error(None, ValidationError(words % {"kinds": ", ".join(missing)}))
        return cleaned


def _is_deleted(form: Any) -> bool:
    return not hasattr(form, "cleaned_data") or bool(form.cleaned_data.get("DELETE"))

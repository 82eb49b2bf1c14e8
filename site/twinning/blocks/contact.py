"""Whom to write to or to call."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

WAYS = ("url", "email", "phone")


class ContactPointBlock(blocks.StructBlock):
    """A person's office, a committee or a council, and at least one way to reach it."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    text = blocks.TextBlock(
        label=_("What it can help with"),
        required=False,
        help_text=_("Say also which languages are spoken, if you know."),
    )
    url = blocks.URLBlock(label=_("Website"), required=False)
    email = blocks.EmailBlock(label=_("E-mail address"), required=False)
    # No CharBlock, whose words are for translators.
    phone = blocks.RegexBlock(
        regex=r"^\+?[\d ()./-]{4,39}$",
        label=_("Telephone number"),
        required=False,
        error_messages={"invalid": _("Write digits, with a plus first where it is international.")},
    )

    class Meta:
        icon = "mail"
        label = _("Contact")
        template = "twinning/blocks/contact.html"
        preview_value = {
            "name": _("Twinning committee"),
            "text": "",
            "url": "https://example.org/",
            "email": "",
            "phone": "",
        }

    def clean(self, value: Any) -> Any:
        """Refuse a contact that nobody can reach.

        Raises:
            StructBlockValidationError: on `url`.
        """
        value = super().clean(value)
        if not any(value.get(way) for way in WAYS) and not getattr(
            self, "is_deferred_validation", False
        ):
            error = ValidationError(_("Give a website, an e-mail address or a telephone number."))
            raise blocks.StructBlockValidationError(block_errors={"url": error})
        return value

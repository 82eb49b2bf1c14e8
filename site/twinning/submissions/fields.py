"""Form fields that take what people write, and not what machines write into forms."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from twinning import conf
from twinning.mail import addresses

LONGEST_LINE = 200
LONGEST_TEXT = 5000
#: Of RFC 5321, which is what the database takes.
LONGEST_ADDRESS = 254

_LINK = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
#: Categories of characters that no text needs: controls, halves of characters, unassigned ones.
_UNWANTED = frozenset({"Cc", "Cs", "Cn"})


def check_line(value: str) -> None:
    """Refuse line breaks and other controls, which could end up in the head of an e-mail.

    Raises:
        ValidationError: there are some.
    """
    if any(unicodedata.category(character) in _UNWANTED for character in value):
        raise ValidationError(
            _("Write this on one line, without special control characters."), code="control"
        )


def check_text(value: str) -> None:
    """Refuse controls other than line breaks and tabs.

    Raises:
        ValidationError: there are some.
    """
    if any(unicodedata.category(c) in _UNWANTED and c not in "\r\n\t" for c in value):
        raise ValidationError(_("The text contains control characters."), code="control")


def check_no_links(value: str) -> None:
    """Refuse links in what is a name or a title.

    Raises:
        ValidationError: there is one.
    """
    if _LINK.search(value):
        raise ValidationError(_("Leave out the link here."), code="links")


def check_links(value: str) -> None:
    """Refuse more links than FORM_LINKS: hardly anybody but advertisers sends so many.

    Raises:
        ValidationError: there are more.
    """
    most = conf.get("FORM_LINKS")
    found = len(_LINK.findall(value))
    if found > most:
        raise ValidationError(
            ngettext_lazy(
                "There may be %(most)s link in the text; there are %(found)s.",
                "There may be %(most)s links in the text; there are %(found)s.",
                "most",
            ),
            code="links",
            params={"most": most, "found": found},
        )


def check_plain(value: str) -> None:
    """Refuse addresses that mail servers would read otherwise than people do.

    Encoded words (RFC 2047), quoted names and letters that only look like others would lead to
    somebody else's mailbox, past the limit of that one.

    Raises:
        ValidationError: it is such an address.
    """
    domain = value.rpartition("@")[2].lower()
    try:
        addresses.bare(value, "utf-8")
        is_plain = domain.encode("idna").decode("idna") == domain
    except ValueError:
        is_plain = False
    if "=?" in value or '"' in value or not is_plain:
        raise ValidationError(validate_email.message, code="invalid")


class LineField(forms.CharField):
    """One line of text, without links unless `links` is true."""

    def __init__(self, *, links: bool = False, max_length: int = LONGEST_LINE, **options: Any):
        super().__init__(max_length=max_length, **options)
        self.validators += [check_line] if links else [check_line, check_no_links]


class TextField(forms.CharField):
    """Several lines of text, with few links."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = LONGEST_TEXT, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 8}))
        super().__init__(max_length=max_length, **options)
        self.validators += [check_text, check_links]

    def to_python(self, value: Any) -> str:
        """With one kind of line break; browsers send two characters for each."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class AddressField(forms.EmailField):
    """An e-mail address that an answer can be sent to."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email"}))
        options.setdefault("max_length", LONGEST_ADDRESS)
        super().__init__(**options)
        self.validators += [check_line]

    def clean(self, value: Any) -> str:
        """An address that is what it looks like.

        Raises:
            ValidationError: it is not, or none.
        """
        cleaned: str = super().clean(value)
        if cleaned:
            check_plain(cleaned)
        return cleaned

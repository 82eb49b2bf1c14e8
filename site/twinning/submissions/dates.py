"""A form field for a date of which people may know the year alone, or the month, or the day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Of ISO 8601, with its reduced precision.
PATTERN = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_WRITTEN = re.compile(PATTERN, re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
EARLIEST = 1000

#: Year, month and day as they are typed; of the last ones, some may be empty.
Parts = tuple[str, str, str]


@dataclass(frozen=True)
class KnownDate:
    """A date as far as it is known: its first day, and `day`, `month` or `year`."""

    day: date
    precision: str


class KnownDateInput(forms.Widget):
    """Three inputs: for the day, the month and the year. Works as any other without JavaScript.

    Programs give one value instead, such as `2011`, `2011-04` or `2011-04-29`.
    """

    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Parts:
        """The parts, whichever way they came; what is no date stands for the year."""
        whole = str(data.get(name) or "").strip()
        if _WRITTEN.fullmatch(whole):
            year, month, day, *_rest = [*whole.split("-"), "", ""]
            return year, month, day
        if whole:
            return whole, "", ""
        year, month, day = (str(data.get(f"{name}_{part}") or "").strip() for part in _PARTS)
        return year, month, day

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether nothing of it was sent."""
        return not {name, *(f"{name}_{part}" for part in _PARTS)} & set(data)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first of the inputs, which links to errors lead to."""
        return f"{id_}_day" if id_ else ""

    def subwidgets(self, name: str, value: Any, attrs: Any = None) -> Iterator[dict[str, Any]]:
        """The inputs, each with its label."""
        year, month, day = value or ("", "", "")
        given = {**self.attrs, **(attrs or {})}
        months = [("", "–"), *((str(number), words) for number, words in MONTHS.items())]
        digits = {"inputmode": "numeric", "autocomplete": "off"}
        widgets: list[tuple[str, str, str, forms.Widget]] = [
            ("day", _("Day"), day, forms.TextInput({**digits, "maxlength": 2})),
            ("month", _("Month"), month.lstrip("0"), forms.Select(choices=months)),
            ("year", _("Year"), year, forms.TextInput({**digits, "maxlength": 4})),
        ]
        for part, label, shown, widget in widgets:
            own = {**given, "id": f"{given['id']}_{part}"} if given.get("id") else given
            made = widget.get_context(f"{name}_{part}", shown, own)["widget"]
            yield {**made, "label": label}


class KnownDateField(forms.Field):
    """A date that is not to come; its value is a `KnownDate`, or None where there is none."""

    widget = KnownDateInput
    default_error_messages = {
        "year": gettext_lazy("Give the year with its four digits."),
        "month": gettext_lazy("A day needs its month as well."),
        "none": gettext_lazy("There is no such date."),
        "future": gettext_lazy("This date is still to come."),
    }
    empty_values = [None, ("", "", "")]

    def to_python(self, value: Parts | None) -> KnownDate | None:
        """The date.

        Raises:
            ValidationError: there is none, or it is to come.
        """
        if value in self.empty_values or value is None:
            return None
        year, month, day = value
        if not _NUMBER.fullmatch(year) or int(year) < EARLIEST:
            raise self._refusal("year")
        if day and not month:
            raise self._refusal("month")
        precision = "day" if day else "month" if month else "year"
        try:
            first = date(int(year), int(month or 1), int(day or 1))
        except (ValueError, OverflowError) as error:
            raise self._refusal("none") from error
        if first > timezone.localdate():
            raise self._refusal("future")
        return KnownDate(first, precision)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether anything was given."""
        return data not in self.empty_values

    def _refusal(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


_PARTS = ("year", "month", "day")

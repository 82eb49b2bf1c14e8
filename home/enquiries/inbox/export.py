"""Enquiries as a spreadsheet, in which nothing that a visitor has written is a formula.

Spreadsheets take a cell for a formula by how it begins. An apostrophe before that makes it text
(OWASP, CSV Injection).
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from home.enquiries.inbox import names
from home.models import Enquiry
from twinning.submissions.exports import exported

#: What begins a formula, after white space and quotation marks; a tab or CR does so by itself.
#: The full-width forms are what Excel takes for the others in Asian languages.
_SIGNS = "=+\\-@＝＋－＠"
_BLANK = r"[\s\x00-\x20\ufeff\u200b'\"`]{0,50}"
_FORMULA = re.compile(rf"[\t\r]|{_BLANK}[{_SIGNS}]")
#: Where a CSV is split at semicolons, as in most of Europe, or at tabs, the quotation marks that
#: our commas need are no longer at the beginning of a cell: then these begin another cell.
_INNER = re.compile(rf"([;\t\r\n|])(?={_BLANK}[{_SIGNS}])")

COLUMNS: dict[str, tuple[Any, Callable[[Enquiry], Any]]] = {
    "reference": (_("Reference"), lambda enquiry: enquiry.reference),
    "received": (_("Received"), lambda enquiry: enquiry.created_at),
    "state": (_("State"), lambda enquiry: enquiry.get_state_display()),
    "assignee": (_("Who deals with it"), lambda enquiry: get_user_display_name(enquiry.assignee)),
    "touched": (_("Last dealt with"), lambda enquiry: enquiry.touched_at),
    "name": (_("Sender"), lambda enquiry: enquiry.name),
    "email": (_("E-mail address"), lambda enquiry: enquiry.email),
    "party": (_("Who asks"), lambda enquiry: enquiry.get_party_display()),
    "answer_language": (_("Language of the answer"), lambda e: e.get_answer_language_display()),
    "language": (_("Language of the form"), lambda enquiry: enquiry.get_language_display()),
    "town": (_("Town"), names.town_of),
    "partner": (_("Possible partner"), lambda enquiry: enquiry.partner_name),
    "interest": (_("Interest"), names.interest_of),
    "message": (_("Message"), lambda enquiry: enquiry.message),
    "answers": (_("Other answers"), lambda enquiry: _others(enquiry)),
    "consent": (_("Consent"), lambda enquiry: enquiry.consent_text),
    "consent_version": (_("Version of the consent"), lambda enquiry: enquiry.consent_version),
}


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; as it is where none would anyway."""
    return f"'{text}" if _FORMULA.match(text) else text


def harmless_in_csv(text: str) -> str:
    """The same, for whatever separator the spreadsheet splits lines at."""
    return _INNER.sub(r"\1'", harmless(text))


class EnquiryExport(SpreadsheetExportMixin):
    """Wagtail's export with our columns, made while the editor's language is active."""

    request: HttpRequest
    list_export = list(COLUMNS)
    export_filename = "enquiries"

    def as_spreadsheet(self, queryset: "QuerySet[Enquiry]", spreadsheet_format: str) -> Any:
        """The file; the log has who took it, and how much."""
        exported(self.request.user, "enquiries", queryset.count())
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def get_heading(self, queryset: "QuerySet[Enquiry]", field: str) -> str:
        """What a column is called."""
        return str(COLUMNS[field][0])

    def to_row_dict(self, item: Enquiry) -> dict[str, Any]:
        """The values of a row by the names of their columns."""
        return {name: value(item) for name, (_label, value) in COLUMNS.items()}

    def write_csv_response(self, queryset: "QuerySet[Enquiry]") -> HttpResponse:
        """The whole file at once: what is streamed comes after the language and its names."""
        output = io.StringIO()
        writer = csv.writer(output, quoting=csv.QUOTE_ALL)
        writer.writerow([self.get_heading(queryset, name) for name in COLUMNS])
        for enquiry in queryset:
            row = self.to_row_dict(enquiry)
            writer.writerow([_in_csv(value) for value in row.values()])
        name = f"{self.get_filename()}.csv"
        return HttpResponse(
            output.getvalue(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def generate_xlsx_row(
        self, worksheet: Any, row_dict: dict[str, Any], date_format: str | None = None
    ) -> Iterator[Any]:
        """Cells of a row: times, and texts that are texts whatever they look like."""
        # As Wagtail does: only who exports pays for loading it.
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        for value in row_dict.values():
            if isinstance(value, datetime):
                cell = WriteOnlyCell(worksheet, timezone.make_naive(value))
                cell.number_format = date_format or "yyyy-mm-dd hh:mm"
            else:
                text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(value))
                cell = WriteOnlyCell(worksheet, harmless(text))
                cell.data_type = "s"
            yield cell


def _in_csv(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="seconds")
    return harmless_in_csv(str(value))


def _others(enquiry: Enquiry) -> str:
    return "\n".join(f"{answer['label']}: {answer['value']}" for answer in enquiry.answers)

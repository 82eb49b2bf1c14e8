"""Spreadsheets of the inbox: complete, filtered, and with no formula in them."""

import csv
import io
import re
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from home.enquiries.inbox.export import harmless, harmless_in_csv
from home.models import Enquiry
from tests import factories
from tests.home.enquiries.inbox.conftest import INBOX

pytestmark = pytest.mark.django_db

FORMULAS = [
    "=1+1",
    '=HYPERLINK("https://evil.example","x")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\tx",
    "\r=1",
    "\rx",
    "  =1",
    "\n=1",
    "\u00a0=1",
    "'=1",
    '"=1',
    ' " =1',
    "＝1",
    "=cmd|' /C calc'!A0",
]
HARMLESS = [
    "",
    "Anna",
    "a=1",
    "1+1",
    "anna@example.org",
    "Zespół Żółw, Nîmes",
    'He said "no", twice',
    "two\nlines",
    "'tis",
    "007",
    "#N/A",
    "TRUE",
    "(=1)",
]


def rows(client, kind: str, query: str = "") -> list[dict[str, Any]]:
    """The exported rows by their headings, as a program that opens the file reads them."""
    answer = client.get(f"{INBOX}?export={kind}&{query}")
    assert answer.status_code == 200
    assert f'filename="enquiries.{kind}"' in answer.headers["Content-Disposition"]
    content = b"".join(answer) if answer.streaming else answer.content
    if kind == "csv":
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        return list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    sheet = load_workbook(io.BytesIO(content)).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_everything_is_in_it(admin, people, towns, kind) -> None:
    factories.InterestFactory(key="music", name="Music")
    enquiry = factories.EnquiryFactory(
        reference="AAAA",
        state="answered",
        assignee=people["almelo"],
        town_key=towns["almelo"].translation_key,
        town_name="Old Almelo",
        partner_name="Iserlohn",
        interest_key="music",
        party="group",
        message="We row.\n\nTwelve of us, “all” good; or better.",
        answers=[
            {"key": "a", "label": "How often", "value": "More often"},
            {"key": "b", "label": "Where", "value": "At home, abroad"},
        ],
    )
    [row] = rows(admin, kind)
    times = [row.pop("Received"), row.pop("Last dealt with")]
    assert row == {
        "Reference": "AAAA",
        "State": "Answered",
        "Who deals with it": "almelo",
        "Sender": "Anna Nowak",
        "E-mail address": "anna@example.org",
        "Who asks": "A group",
        "Language of the answer": "Polski",
        "Language of the form": "English",
        "Town": "Almelo",
        "Possible partner": "Iserlohn",
        "Interest": "Music",
        "Message": enquiry.message,
        "Other answers": "How often: More often\nWhere: At home, abroad",
        "Consent": "We keep what you write for a year.",
        "Version of the consent": "0123456789ab",
    }
    local = timezone.localtime(enquiry.created_at)
    if kind == "csv":
        assert times[0] == local.isoformat(sep=" ", timespec="seconds")
    else:
        assert abs((times[0] - local.replace(tzinfo=None)).total_seconds()) < 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_has_what_is_filtered_and_searched(admin, kind) -> None:
    factories.EnquiryFactory.create_batch(25)
    factories.EnquiryFactory(reference="AAAA", state="closed", message="Brass")
    assert len(rows(admin, kind)) == 26
    assert [row["Reference"] for row in rows(admin, kind, "state=closed")] == ["AAAA"]
    assert [row["Reference"] for row in rows(admin, kind, "q=brass")] == ["AAAA"]
    assert rows(admin, kind, "q=nothing") == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_is_in_the_editors_language(admin, people, kind) -> None:
    UserProfile.objects.create(user=people["superuser"], preferred_language="pl")
    factories.EnquiryFactory()
    [row] = rows(admin, kind)
    assert "Miasto" in row and "Town" not in row


@pytest.mark.parametrize("value", FORMULAS)
def test_formulas_are_made_harmless(admin, value) -> None:
    made = factories.EnquiryFactory.build()
    texts = ("name", "message", "town_name", "partner_name", "interest_name", "consent_text")
    fields = dict.fromkeys(texts, value)
    answers = [{"key": "a", "label": value, "value": "x"}]
    Enquiry.objects.bulk_create([_with(made, answers=answers, **fields)])
    for kind in ("csv", "xlsx"):
        [row] = rows(admin, kind)
        written = [
            row[name] for name in ("Sender", "Message", "Town", "Possible partner", "Consent")
        ]
        assert row["Other answers"].startswith("'")
        for cell in [*written, row["Interest"]]:
            assert cell.startswith("'"), (kind, cell)
            same = value if kind == "csv" else value.replace("\r", "\n")  # as XML has it
            assert cell.replace("'", "") == same.replace("'", ""), kind


def test_no_cell_of_a_workbook_is_a_formula_or_an_error(admin) -> None:
    for index, value in enumerate([*FORMULAS, *HARMLESS, "#DIV/0!", "bell\x07"]):
        made = factories.EnquiryFactory.build(reference=str(index), name=value or "x")
        Enquiry.objects.bulk_create([made])
    content = b"".join(admin.get(f"{INBOX}?export=xlsx"))
    sheet = load_workbook(io.BytesIO(content)).active
    kinds = {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value}
    # openpyxl reads what looks like an error as one; in the file it is a text as well.
    assert kinds <= {"s", "d", "n"}


@pytest.mark.parametrize("value", HARMLESS)
def test_everything_else_stays_as_it_is(admin, value) -> None:
    Enquiry.objects.bulk_create([factories.EnquiryFactory.build(name=value, message=value)])
    for kind in ("csv", "xlsx"):
        [row] = rows(admin, kind)
        assert (row["Sender"] or "", row["Message"] or "") == (value, value)
    assert harmless(value) == harmless_in_csv(value) == value


#: What Excel takes a list of values to be separated by, by the country it is set to.
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_separator_makes_another_cell_of_it(admin, separator) -> None:
    hostile = 'Hello;=1+1\n=2+2\t=3+3";=4+4;"=5+5"\r\n  -6;+7;@8'
    Enquiry.objects.bulk_create([factories.EnquiryFactory.build(name=hostile, message=hostile)])
    text = admin.get(f"{INBOX}?export=csv").content.decode()
    for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        assert not [cell for cell in line if re.match(r"[\s\"]*[=+\-@]", cell)], line


def _with(enquiry: Enquiry, **fields: Any) -> Enquiry:
    for name, value in fields.items():
        setattr(enquiry, name, value)
    return enquiry

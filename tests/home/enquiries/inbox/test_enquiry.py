"""An enquiry with all that was sent, and two editors who deal with it at once."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from home.models import Enquiry, EnquiryNote
from tests import factories
from tests.home.enquiries.inbox.conftest import INBOX, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def enquiry(enquiries, tree) -> Enquiry:
    """One to Almelo with all that there can be."""
    found = enquiries["almelo"]
    found.page = factories.EnquiryPageFactory(parent=tree.home)
    found.message = "Dear all,\nwe row.\n\n<script>alert(1)</script>"
    found.email = "anna+row@example.org"
    found.partner_name, found.party = "Iserlohn", "group"
    found.answers = [{"key": "how_often", "label": "How <often>", "value": "More & more"}]
    found.save()
    return found


def page_of(client, enquiry: Enquiry) -> BeautifulSoup:
    answer = client.get(edit(enquiry))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def shown_fields(page: BeautifulSoup) -> dict[str, str]:
    """What the browser sends if nothing is changed."""
    form = page.select_one("#w-editor-form")
    found = {i["name"]: i.get("value", "") for i in form.select("input[type=hidden]")}
    for select in form.select("select"):
        chosen = select.select_one("option[selected]")
        found[select["name"]] = chosen["value"] if chosen else ""
    return {**found, "note": form.select_one("textarea[name=note]").get_text().strip()}


def test_all_that_was_sent_is_shown(admin, enquiry) -> None:
    page = page_of(admin, enquiry)
    message = page.select_one("#message-content")
    assert "Dear all,<br/>we row." in str(message) and len(message.select("p")) == 2
    assert "<script>alert(1)</script>" in message.get_text() and not message.select("script")
    terms = [term.get_text(strip=True) for term in page.select("#details-content dt")]
    values = [value.get_text(strip=True) for value in page.select("#details-content dd")]
    facts = dict(zip(terms, values, strict=True))
    del facts["Received"]
    assert facts == {
        "E-mail address": "anna+row@example.org",
        "Sender": "Anna Nowak",
        "Who asks": "A group",
        "Language of the answer": "Polski",
        "Town": "Almelo",
        "Possible partner": "Iserlohn",
        "How <often>": "More & more",
        "Page": "Write to us",
        "Language of the form": "English",
    }
    link = page.select_one("#details-content a")["href"]
    assert link == "mailto:anna%2Brow@example.org?subject=%5BTO-almelo%5D%20"
    consent = page.select_one("#consent-content").get_text()
    assert enquiry.consent_text in consent and enquiry.consent_version in consent
    assert not page.select("#w-editor-form [name=message], #w-editor-form [name=email]")
    assert "there are no notes" in page.select_one("#notes-content").get_text().lower()


def test_it_is_dealt_with(clients, people, enquiry) -> None:
    Enquiry.objects.filter(pk=enquiry.pk).update(touched_at=timezone.now() - timedelta(days=9))
    data = {
        **shown_fields(page_of(clients["almelo"], enquiry)),
        "state": "answered",
        "assignee": str(people["almelo"].pk),
        "note": "Rang her.\nAway.",
    }
    answer = clients["almelo"].post(edit(enquiry), data)
    assert answer.status_code == 302 and answer.headers["Location"] == INBOX
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.assignee) == ("answered", people["almelo"])
    assert timezone.now() - enquiry.touched_at < timedelta(minutes=1)
    note = enquiry.notes.get()
    assert (note.author, note.text.splitlines()) == (people["almelo"], ["Rang her.", "Away."])
    notes = page_of(clients["superuser"], enquiry)
    shown = notes.select_one("#notes-content")
    assert "almelo" in shown.get_text() and "Rang her.<br/>Away." in str(shown)
    assert not notes.select("#notes-content textarea, #notes-content input")


def test_nothing_else_can_be_changed(admin, enquiry) -> None:
    data = shown_fields(page_of(admin, enquiry))
    admin.post(edit(enquiry), {**data, "email": "x@example.org", "message": "x", "town_key": ""})
    before = (enquiry.email, enquiry.message, enquiry.town_key, enquiry.touched_at)
    enquiry.refresh_from_db()
    assert (enquiry.email, enquiry.message, enquiry.town_key, enquiry.touched_at) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "lost"),
        ("state", ""),
        ("assignee", "nimes"),
        ("assignee", "x"),
        ("note", "x" * 2001),
    ],
)
def test_what_cannot_be_is_refused(clients, people, enquiry, name, value) -> None:
    value = str(people[value].pk) if value == "nimes" else value
    data = {**shown_fields(page_of(clients["almelo"], enquiry)), "state": "closed", name: value}
    answer = clients["almelo"].post(edit(enquiry), data)
    assert answer.status_code == 200 and list(answer.context["form"].errors) == [name]
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.assignee, enquiry.notes.count()) == ("new", None, 0)


def test_the_town_s_team_the_partnership_and_administrators_can_deal_with_it(
    admin, people, enquiry
) -> None:
    options = page_of(admin, enquiry).select("select[name=assignee] option")
    assert {option.get_text() for option in options} == {
        *("Nobody", "almelo", "partnership", "superuser"),
    }


def test_who_has_left_goes_on_until_somebody_else_does(admin, people, enquiry) -> None:
    enquiry.assignee = people["almelo"]
    enquiry.save()
    people["almelo"].groups.clear()
    data = {**shown_fields(page_of(admin, enquiry)), "state": "closed"}
    admin.post(edit(enquiry), data)
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.assignee) == ("closed", people["almelo"])
    admin.post(edit(enquiry), {**data, "assignee": ""})
    enquiry.refresh_from_db()
    assert enquiry.assignee is None


def test_of_two_editors_neither_loses_anything(clients, people, enquiry) -> None:
    first, second = clients["almelo"], clients["partnership"]
    old = shown_fields(page_of(second, enquiry))
    first.post(edit(enquiry), {**old, "state": "answered", "note": "Answered her."})
    assignee = str(people["partnership"].pk)
    answer = second.post(edit(enquiry), {**old, "assignee": assignee, "note": "Mine."})
    assert answer.status_code == 302
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.assignee) == ("answered", people["partnership"])
    assert [note.text for note in enquiry.notes.all()] == ["Answered her.", "Mine."]


def test_a_change_of_what_has_changed_meanwhile_is_asked_about(clients, enquiry) -> None:
    first, second = clients["almelo"], clients["partnership"]
    old = shown_fields(page_of(second, enquiry))
    first.post(edit(enquiry), {**old, "state": "answered"})
    answer = second.post(edit(enquiry), {**old, "state": "closed", "note": "Closed."})
    assert answer.status_code == 200
    assert "Somebody has changed this meanwhile, to: Answered." in answer.content.decode()
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.notes.count()) == ("answered", 0)
    again = shown_fields(BeautifulSoup(answer.content, "html.parser"))
    assert (again["state"], again["note"], again["seen_state"]) == ("closed", "Closed.", "answered")
    assert second.post(edit(enquiry), again).status_code == 302
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.notes.get().text) == ("closed", "Closed.")


def test_both_may_have_done_the_same(clients, enquiry) -> None:
    old = shown_fields(page_of(clients["almelo"], enquiry))
    for who in ("almelo", "partnership"):
        answer = clients[who].post(edit(enquiry), {**old, "state": "closed"})
        assert answer.status_code == 302


def test_an_enquiry_is_deleted_once_that_is_confirmed(clients, people, enquiry) -> None:
    EnquiryNote.objects.create(enquiry=enquiry, author=people["almelo"], text="x")
    path = reverse("enquiries:delete", args=[enquiry.pk])
    page = clients["partnership"].get(path).content.decode()
    assert "Are you sure you want to delete this enquiry?" in page
    assert clients["partnership"].post(path).headers["Location"] == INBOX
    assert not Enquiry.objects.filter(pk=enquiry.pk).exists() and not EnquiryNote.objects.exists()


def test_a_user_who_is_deleted_leaves_enquiry_and_notes(admin, people, enquiry) -> None:
    EnquiryNote.objects.create(enquiry=enquiry, author=people["almelo"], text="Mine.")
    enquiry.assignee = people["almelo"]
    enquiry.save()
    people["almelo"].delete()
    page = page_of(admin, enquiry)
    assert "Somebody who has left" in page.select_one("#notes-content").get_text()
    assert shown_fields(page)["assignee"] == ""


def test_the_e_mail_to_the_team_leads_here(enquiry) -> None:
    assert edit(enquiry) == f"{INBOX}edit/{enquiry.pk}/"

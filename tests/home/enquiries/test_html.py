"""Enquiries sent from the page."""

import pytest
from django.core import mail
from django.test import Client

from home.models import Enquiry
from tests import factories
from tests.home.enquiries.conftest import ANSWERS, later, token_of
from twinning.submissions.models import Receipt

pytestmark = pytest.mark.django_db


def test_an_enquiry_is_kept_with_all_that_was_said(send, enquiry_page, tree) -> None:
    answer = send(enquiry_page, how_often="more-often", where=["at-home", "abroad"])
    assert answer.status_code == 303
    enquiry = Enquiry.objects.get()
    assert (enquiry.town_key, enquiry.town_name) == (tree.almelo.translation_key, "Almelo")
    assert (enquiry.name, enquiry.email) == ("Anna Nowak", "anna@example.org")
    assert enquiry.message == ANSWERS["message"]
    assert (enquiry.language, enquiry.answer_language) == ("en", "pl")
    assert enquiry.state == "new"
    assert enquiry.consent_text == "We keep what you write for a year."
    assert enquiry.consent_version == enquiry_page.consent_version
    assert enquiry.answers == [
        {"key": "how_often", "label": "How often", "value": "More often"},
        {"key": "where", "label": "Where", "value": "At home, Abroad"},
    ]
    thanks = Client().get(answer.headers["Location"].removesuffix("#form")).content.decode()
    assert enquiry.reference in thanks and "Somebody will answer." in thanks


def test_no_cache_keeps_a_form(enquiry_page) -> None:
    answer = Client().get(enquiry_page.url)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not answer.cookies
    assert token_of(Client(), enquiry_page.url) != token_of(Client(), enquiry_page.url)


@pytest.mark.parametrize("name", ["message", "name", "email", "consent"])
def test_what_is_missing_is_named_at_its_field(send, enquiry_page, name) -> None:
    answer = send(enquiry_page, **{name: None})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert ANSWERS["message"] in answer.content.decode() or name == "message"
    assert not Enquiry.objects.exists() and not Receipt.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("town", "atlantis"),
        ("interest", "nothing"),
        ("partner", "nobody"),
        ("party", "a crowd"),
        ("email", "anna"),
        ("email", "anna@example.org\nBcc: all@example.org"),
        ("name", "Anna\r\nBcc: all@example.org"),
        ("name", "Buy at https://example.org"),
        ("name", "x" * 201),
        ("message", "x" * 5001),
        ("message", "https://a.example https://b.example www.c.example"),
        ("message", "x\x00y"),
        ("message", "   "),
        ("language", "la"),
        ("homepage", "https://example.org"),
        ("how_often", "never"),
        ("where", ["at-home", "nowhere"]),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(send, enquiry_page, name, value) -> None:
    answer = send(enquiry_page, **{name: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert not Enquiry.objects.exists() and not mail.outbox


def test_nobody_is_so_quick(enquiry_page, monkeypatch) -> None:
    client = Client()
    data = {**ANSWERS, "token": token_of(client, enquiry_page.url)}
    answer = client.post(enquiry_page.url, data)
    assert answer.status_code == 422 and "very quick" in answer.content.decode()
    assert f'name="token" value="{data["token"]}"' in answer.content.decode()
    later(monkeypatch, 5)
    assert client.post(enquiry_page.url, data).status_code == 303


def test_a_form_does_not_stay_open_for_ever(enquiry_page, monkeypatch) -> None:
    client = Client()
    data = {**ANSWERS, "token": token_of(client, enquiry_page.url)}
    later(monkeypatch, 13 * 60 * 60)
    answer = client.post(enquiry_page.url, data)
    assert answer.status_code == 422 and "open for too long" in answer.content.decode()
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("token", ["", "forged", "WyJhIiwiYiIsImMiXQ:1abc:xyz"])
def test_a_token_is_needed(send, enquiry_page, token) -> None:
    answer = send(enquiry_page, token=token)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["token"]


def test_a_token_is_for_its_own_form(send, enquiry_page, tree) -> None:
    other = factories.EnquiryPageFactory(parent=tree.home, slug="other")
    answer = send(enquiry_page, token=token_of(Client(), other.url))
    assert list(answer.context["form"].errors) == ["token"]


def test_sent_twice_is_received_once(send, enquiry_page) -> None:
    token = token_of(Client(), enquiry_page.url)
    first, second = (send(enquiry_page, token=token) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Enquiry.objects.count() == 1 and len(mail.outbox) == 1


def test_a_replayed_form_with_something_else_is_refused(send, enquiry_page) -> None:
    token = token_of(Client(), enquiry_page.url)
    send(enquiry_page, token=token)
    answer = send(enquiry_page, token=token, message="Something else.")
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["token"]
    assert Enquiry.objects.count() == 1


def test_the_same_again_is_said_to_be_there(send, enquiry_page) -> None:
    send(enquiry_page)
    answer = send(enquiry_page)
    assert answer.status_code == 422
    assert Enquiry.objects.get().reference in answer.content.decode()
    assert Enquiry.objects.count() == 1


def test_a_change_of_the_consent_is_shown_again(send, enquiry_page) -> None:
    token = token_of(Client(), enquiry_page.url)
    enquiry_page.consent_text = "<p>We keep it for ever.</p>"
    enquiry_page.save()
    answer = send(enquiry_page, token=token)
    assert list(answer.context["form"].errors) == ["consent"]
    assert "We keep it for ever." in answer.content.decode()
    assert send(enquiry_page).status_code == 303


def test_a_client_cannot_send_without_end(send, enquiry_page, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "FORM_CLIENT_LIMIT": (2, 3600)}
    for number in range(2):
        email = f"a{number}@example.org"
        assert send(enquiry_page, email=email, message=f"{number}").status_code == 303
    answer = send(enquiry_page, message="Once too often.", email="b@example.org")
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0
    assert "Once too often." in answer.content.decode()
    assert Enquiry.objects.count() == 2


def test_an_address_is_not_flooded(send, enquiry_page, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "FORM_ADDRESS_LIMIT": (1, 3600)}
    send(enquiry_page)
    answer = send(enquiry_page, message="Again.", email="ANNA@example.org")
    assert answer.status_code == 429
    assert len(mail.outbox) == 1


def test_forms_of_other_sites_are_turned_away(send, enquiry_page) -> None:
    for headers in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "null"},
    ):
        client = Client(headers=headers)
        assert send(enquiry_page, client=client).status_code == 403
    assert not Enquiry.objects.exists()
    same = Client(headers={"origin": "http://testserver", "sec-fetch-site": "same-origin"})
    assert send(enquiry_page, client=same).status_code == 303


def test_too_much_is_refused_before_it_is_read(send, enquiry_page) -> None:
    answer = send(enquiry_page, message="x" * 1_100_000)
    assert answer.status_code == 413 and not Enquiry.objects.exists()
    answer = send(enquiry_page, message="x" * 1_000_000)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["message"]


def test_other_pages_take_no_post(tree) -> None:
    assert Client().post(tree.almelo.url, {"a": "b"}).status_code == 405


@pytest.mark.parametrize(
    ("query", "initial"),
    [
        ("town=almelo", {"town": "almelo"}),
        ("town=atlantis&interest=x", {}),
        ("town=almelo&partner=iserlohn&interest=music", None),
    ],
)
def test_links_fill_in_what_they_are_about(enquiry_page, tree, query, initial) -> None:
    factories.TwinLinkFactory(town=tree.almelo, name="Iserlohn")
    factories.InterestFactory(key="music", name="Music")
    everything = {"town": "almelo", "partner": "iserlohn", "interest": "music"}
    answer = Client().get(f"{enquiry_page.url}?{query}")
    assert answer.context["form"].initial == (everything if initial is None else initial)


def test_the_team_is_told_and_the_sender_has_a_receipt(send, enquiry_page, django_user_model):
    admin = django_user_model.objects.create_superuser("root", "root@example.org", "x")
    send(enquiry_page)
    enquiry = Enquiry.objects.get()
    to_team, receipt = mail.outbox
    assert to_team.to == [admin.email] and to_team.reply_to == ["anna@example.org"]
    assert enquiry.message in to_team.body and enquiry.reference in to_team.subject
    assert receipt.to == ["anna@example.org"] and enquiry.reference in receipt.body
    assert "Nowak" not in receipt.body and enquiry.message not in receipt.body

"""Enquiries sent through the Content API: the same rules, problem documents instead of pages."""

import json
from typing import Any

import jsonschema
import pytest
from django.test import Client

from home.models import Enquiry
from tests import factories
from tests.home.enquiries.conftest import ANSWERS, later

pytestmark = pytest.mark.django_db
API = "/api/content/v1/"

JSON_ANSWERS = {**ANSWERS, "consent": True}


@pytest.fixture
def submit(_slowly, enquiry_page):
    """Fetch a token and send an enquiry; with other answers, and headers."""

    def submitter(headers: dict[str, str] | None = None, page: Any = None, **answers: Any) -> Any:
        page = page or enquiry_page
        client = Client(headers=headers or {})
        data = {**JSON_ANSWERS, "token": token(page), **answers}
        given = {name: value for name, value in data.items() if value is not None}
        return client.post(
            f"{API}forms/{page.pk}/submissions/", json.dumps(given), content_type="application/json"
        )

    return submitter


def token(page: Any) -> str:
    """A token for a form of the API."""
    answer = Client().post(f"{API}forms/{page.pk}/tokens/")
    assert answer.status_code == 201 and answer.headers["Cache-Control"] == "no-store"
    return str(answer.json()["token"])


def locations(answer: Any) -> list[list[str]]:
    """What a problem document names."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    return [error["loc"] for error in answer.json()["errors"]]


def test_a_form_is_described(enquiry_page, tree) -> None:
    answer = Client().get(f"{API}forms/{enquiry_page.pk}/")
    assert answer.status_code == 200
    form = answer.json()
    assert form["consent"]["version"] == enquiry_page.consent_version
    assert form["consent"]["html"] == "<p>We keep what you write for a year.</p>"
    names = [field["name"] for field in form["fields"]]
    assert names[0] == "town" and names[-1] == "consent" and "token" not in names
    town = form["fields"][0]
    assert town["choices"] == [{"value": "almelo", "label": "Almelo"}]
    schema = form["submission_schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({**JSON_ANSWERS, "token": "x", "where": ["abroad"]}, schema)
    for wrong in (
        {"consent": False},
        {"town": "atlantis"},
        {"where": ["x"]},
        {"more": 1},
        {"name": ""},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**JSON_ANSWERS, "token": "x", **wrong}, schema)


def test_what_is_sent_is_kept(submit, tree) -> None:
    answer = submit(where=["abroad"], how_often="once-a-year", party=None)
    assert answer.status_code == 201
    enquiry = Enquiry.objects.get()
    assert answer.json() == {
        "reference": enquiry.reference,
        "is_repeated": False,
        "status_path": "",
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert enquiry.town_key == tree.almelo.translation_key
    assert [item["value"] for item in enquiry.answers] == ["Once a year", "Abroad"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("message", None),
        ("message", 5),
        ("message", "x" * 5001),
        ("message", ["a", "b"]),
        ("message", {"a": 1}),
        ("message", "\ud800"),
        ("message", "a\x00b"),
        ("email", "anna"),
        ("consent", None),
        ("consent", False),
        ("consent", "on"),
        ("town", "atlantis"),
        ("town", ["almelo"]),
        ("where", "abroad"),
        ("where", [1]),
        ("unknown", "x"),
        ("party", "\ud800"),
        ("token", ""),
        ("token", "forged"),
        ("token", 7),
        ("homepage", "x"),
    ],
)
def test_what_is_wrong_is_named(submit, name, value) -> None:
    answer = submit(**{name: value})
    assert answer.status_code == 422
    assert ["body", name] in locations(answer)
    assert not Enquiry.objects.exists()


def test_half_a_character_in_a_name_is_refused(enquiry_page) -> None:
    path = f"{API}forms/{enquiry_page.pk}/submissions/"
    answer = Client().post(path, '{"\\ud800": "x"}', content_type="application/json")
    assert answer.status_code == 422 and locations(answer) == [["body", "?"]]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("", "application/json", 415),
        ("{", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ("[]", "application/json", 422),
        ("null", "application/json", 422),
        ("{}", "application/json", 422),
        ("message=a", "application/x-www-form-urlencoded", 415),
        ("<a/>", "text/xml", 415),
        ("x", "multipart/form-data", 400),
        (json.dumps({"message": "x" * 1_100_000}), "application/json", 413),
    ],
)
def test_what_is_no_submission_is_refused(enquiry_page, body, kind, status) -> None:
    answer = Client().post(f"{API}forms/{enquiry_page.pk}/submissions/", body, content_type=kind)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_multipart_is_taken_too(_slowly, enquiry_page) -> None:
    path = f"{API}forms/{enquiry_page.pk}/submissions/"
    answer = Client().post(path, {**ANSWERS, "token": token(enquiry_page)})
    assert answer.status_code == 201
    answer = Client().post(path, {**ANSWERS, "token": token(enquiry_page), "more": "x"})
    assert locations(answer) == [["body", "more"]]
    answer = Client().post(path, {**ANSWERS, "token": token(enquiry_page), "name": ["a", "b"]})
    assert locations(answer) == [["body", "name"]]


def test_the_same_key_is_received_once(submit, enquiry_page) -> None:
    given = token(enquiry_page)
    key = {"idempotency-key": "7f9a"}
    first = submit(key, token=given)
    again = submit(key, token=given)
    assert first.status_code == again.status_code == 201
    assert again.json() == {**first.json(), "is_repeated": True}
    # A client that fetched a new token for the second try.
    assert submit(key).json()["reference"] == first.json()["reference"]
    other = submit(key, message="Something else.")
    assert other.status_code == 422 and locations(other) == [["header", "Idempotency-Key"]]
    assert Enquiry.objects.count() == 1


@pytest.mark.parametrize("key", ["x" * 256, "ä", "a\tb"])
def test_a_key_is_short_and_visible(submit, key) -> None:
    answer = submit({"idempotency-key": key})
    assert answer.status_code == 422 and locations(answer) == [["header", "Idempotency-Key"]]


def test_the_same_without_a_key_is_said_to_be_there(submit) -> None:
    submit()
    answer = submit()
    assert answer.status_code == 422 and locations(answer) == [["body"]]
    assert Enquiry.objects.get().reference in answer.json()["errors"][0]["msg"]


def test_a_token_is_not_good_at_once(enquiry_page, monkeypatch) -> None:
    path = f"{API}forms/{enquiry_page.pk}/submissions/"
    body = json.dumps({**JSON_ANSWERS, "token": token(enquiry_page)})
    answer = Client().post(path, body, content_type="application/json")
    assert locations(answer) == [["body", "token"]]
    later(monkeypatch, 4)
    assert Client().post(path, body, content_type="application/json").status_code == 201


def test_limits_say_when_to_come_again(submit, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "FORM_CLIENT_LIMIT": (1, 3600)}
    assert submit().status_code == 201
    answer = submit(message="More.")
    assert answer.status_code == 429 and 0 < int(answer.headers["Retry-After"]) <= 3600
    settings.TWINNING = {**settings.TWINNING, "FORM_TOKEN_LIMIT": (1, 3600)}
    page = Enquiry.objects.get().page_id
    answers = [Client().post(f"{API}forms/{page}/tokens/").status_code for _ in range(3)]
    assert answers[-1] == 429


def test_foreign_pages_may_not_send_unless_they_are_named(submit, settings) -> None:
    front_end = {"origin": "https://front.example", "sec-fetch-site": "cross-site"}
    assert submit(front_end).status_code == 403
    settings.CORS_ALLOWED_ORIGINS = ["https://front.example"]
    answer = submit(front_end)
    assert answer.status_code == 201
    assert answer.headers["Access-Control-Allow-Origin"] == "https://front.example"


def test_errors_are_in_the_form_s_language(submit, enquiry_page, tree) -> None:
    home = tree.home.copy_for_translation(tree.locales["de"])
    home.live = True
    home.save()
    german = enquiry_page.copy_for_translation(tree.locales["de"])
    german.live = True
    german.save()
    answer = submit(page=german, email="anna")
    assert answer.json()["errors"] == [
        {"loc": ["body", "email"], "msg": "Bitte gültige E-Mail-Adresse eingeben."}
    ]
    described = Client().get(f"{API}forms/{enquiry_page.pk}/?locale=de").json()
    assert described["id"] == german.pk and described["locale"] == "de"


def test_other_pages_are_no_forms(tree, enquiry_page) -> None:
    for path in (f"forms/{tree.almelo.pk}/", "forms/999999/"):
        answer = Client().get(API + path)
        assert answer.status_code == 404
    assert Client().post(f"{API}forms/{tree.almelo.pk}/submissions/").status_code == 404
    answer = Client().get(f"{API}forms/{enquiry_page.pk}/?locale=nl")
    assert answer.json()["available_in"] == [{"locale": "en", "path": enquiry_page.url}]
    enquiry_page.unpublish()
    assert Client().get(f"{API}forms/{enquiry_page.pk}/").status_code == 404
    assert Client().post(f"{API}forms/{enquiry_page.pk}/tokens/").status_code == 404


def test_a_form_costs_as_much_however_much_it_offers(
    enquiry_page, tree, django_assert_max_num_queries
):
    path = f"{API}forms/{enquiry_page.pk}/"
    Client().get(path)
    with django_assert_max_num_queries(12) as few:
        Client().get(path)
    for number in range(20):
        factories.InterestFactory(key=f"i{number}")
        factories.TwinLinkFactory(town=tree.almelo, name=f"Town {number}")
    with django_assert_max_num_queries(12) as many:
        Client().get(path)
    assert len(few) == len(many)

"""Stories sent through the Content API: the same rules, problem documents instead of pages."""

import json
from typing import Any

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Site

from stories.api import MEMBERS, REQUIRED
from stories.models import SharedStory, StoryPage
from stories.sharing import status
from stories.sharing.form import ShareStoryForm
from tests import factories
from tests.stories.sharing.conftest import ANSWERS, in_language, uploads

pytestmark = pytest.mark.django_db
API = "/api/content/v1/"
PATH = f"{API}stories/submissions/"

JSON_ANSWERS = {**ANSWERS, "consent": True}


def token(page: Any) -> str:
    """A token for the form."""
    answer = Client().post(f"{API}forms/{page.pk}/tokens/")
    assert answer.status_code == 201
    return str(answer.json()["token"])


@pytest.fixture
def submit(_slowly, share_page):
    """Send a story as JSON, with other answers and headers where they are given."""

    def submitter(headers: dict[str, str] | None = None, path: str = PATH, **answers: Any) -> Any:
        data = {**JSON_ANSWERS, "locale": "en", "token": token(share_page), **answers}
        given = {name: value for name, value in data.items() if value is not None}
        client = Client(headers=headers or {})
        return client.post(path, json.dumps(given), content_type="application/json")

    return submitter


def locations(answer: Any) -> list[list[str]]:
    """What a problem document names."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.content
    return [error["loc"] for error in answer.json()["errors"]]


def test_a_story_is_sent_as_json(submit, tree) -> None:
    answer = submit(when="2011-04")
    assert answer.status_code == 201, answer.content
    row = SharedStory.objects.get()
    assert answer.json() == {
        "reference": row.reference,
        "is_repeated": False,
        "status_path": status.path_of(row.reference),
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert str(row.page.date) == "2011-04-01" and row.page.date_precision == "month"
    assert row.page.get_parent().pk == tree.almelo.pk and not row.page.live
    assert Client().get(answer.json()["status_path"]).status_code == 200


def test_a_story_is_sent_with_pictures(_slowly, share_page) -> None:
    data = {
        **ANSWERS,
        "locale": "en",
        "token": token(share_page),
        "consent_of_shown": "true",
        "pictures": uploads(2),
    }
    answer = Client().post(PATH, data)
    assert answer.status_code == 201, answer.content
    assert len(SharedStory.objects.get().picture_keys) == 2


def test_files_are_where_files_belong(_slowly, share_page) -> None:
    data = {**ANSWERS, "locale": "en", "token": token(share_page)}
    answer = Client().post(PATH, {**data, "pictures": "no file"})
    assert locations(answer) == [["body", "pictures"]]
    answer = Client().post(PATH, {**data, "title": uploads(1)})
    assert locations(answer) == [["body", "title"]]
    file = SimpleUploadedFile("a.jpg", b"<svg/>", "image/jpeg")
    answer = Client().post(PATH, {**data, "consent_of_shown": "on", "pictures": [file]})
    assert locations(answer) == [["body", "pictures"]]
    assert not StoryPage.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("locale", None),
        ("locale", "la"),
        ("locale", "fr"),
        ("locale", 7),
        ("locale", ["en"]),
        ("title", None),
        ("title", 7),
        ("story", "Short."),
        ("story", ["a"]),
        ("when", "2011-13"),
        ("when", "yesterday"),
        ("when", 2011),
        ("when", "9999"),
        ("when_year", "2011"),
        ("town", "atlantis"),
        ("people", "A choir"),
        ("pictures", ["a"]),
        ("consent", False),
        ("consent", "on"),
        ("token", "forged"),
        ("more", "x"),
    ],
)
def test_what_is_wrong_is_named(submit, name, value) -> None:
    answer = submit(**{name: value})
    assert answer.status_code == 422
    field = "consent_of_shown" if name == "people" else name
    assert locations(answer) == [["body", field]]
    assert not StoryPage.objects.exists() and not SharedStory.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind", "status_code"),
    [
        ("{", "application/json", 400),
        ("[]", "application/json", 422),
        ("x", "multipart/form-data", 400),
        ("locale=en", "application/x-www-form-urlencoded", 415),
        (json.dumps({"locale": "en", "story": "x" * 6_000_000}), "application/json", 413),
    ],
)
def test_what_is_no_submission_is_refused(share_page, body, kind, status_code) -> None:
    answer = Client().post(PATH, body, content_type=kind)
    assert answer.status_code == status_code
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_language_says_which_page(submit, share_page, tree) -> None:
    index = in_language(tree.stories, "nl")
    page = in_language(share_page, "nl", slug="delen")
    answer = submit(locale="nl", town="", token=token(page))
    assert answer.status_code == 201
    story = StoryPage.objects.get()
    assert story.locale.language_code == "nl" and story.get_parent().pk == index.pk
    assert answer.json()["status_path"].startswith("/nl/")
    wrong = submit(locale="nl", story="Kort.", town="", token=token(page))
    assert "ten minste 100 tekens" in wrong.json()["errors"][0]["msg"]


def test_the_site_says_which_tree(submit, tree) -> None:
    other = factories.HomePageFactory(parent=tree.home.get_parent(), slug="other")
    Site.objects.create(hostname="other.example", root_page=other)
    answer = submit(path=f"{PATH}?site=other.example")
    assert locations(answer) == [["body", "locale"]]
    assert submit(path=f"{PATH}?site=nowhere.example").status_code == 422
    assert submit(path=f"{PATH}?more=1").status_code == 422
    assert submit(path=f"{PATH}?site=localhost").status_code == 201


def test_the_same_key_is_received_once(submit, share_page) -> None:
    headers = {"idempotency-key": "abc"}
    first, second = submit(headers=headers), submit(headers=headers)
    assert first.json()["reference"] == second.json()["reference"]
    assert [answer.json()["is_repeated"] for answer in (first, second)] == [False, True]
    assert StoryPage.objects.count() == 1
    other = submit(headers=headers, title="Something else")
    assert other.status_code == 422 and locations(other) == [["header", "Idempotency-Key"]]


def test_pages_of_other_origins_may_not(submit) -> None:
    assert submit(headers={"origin": "https://evil.example"}).status_code == 403
    assert not StoryPage.objects.exists()


def test_the_form_itself_is_described_and_takes_stories(share_page, _slowly, tree) -> None:
    form = Client().get(f"{API}forms/{share_page.pk}/").json()
    widgets = {field["name"]: field["widget"] for field in form["fields"]}
    assert widgets["when"] == "known_date" and widgets["pictures"] == "file"
    schema = form["submission_schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    given = {**JSON_ANSWERS, "token": "x", "when": "2011-04"}
    jsonschema.validate(given, schema)
    for wrong in ({"when": "April"}, {"story": "Short."}, {"pictures": [1] * 5}, {"town": "x"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**given, **wrong}, schema)
    data = {**ANSWERS, "token": token(share_page), "when": "2011", "pictures": uploads(1)}
    answer = Client().post(form["submissions_path"], {**data, "consent_of_shown": "on"})
    assert answer.status_code == 201, answer.content


def test_the_document_names_the_members_that_there_are(share_page) -> None:
    fields = ShareStoryForm(page=share_page).fields
    assert set(MEMBERS) == {*fields, "locale"}
    assert set(REQUIRED) == {name for name in fields if fields[name].required} | {"locale", "token"}
    for name, described in MEMBERS.items():
        for words, attribute in (("maxLength", "max_length"), ("minLength", "min_length")):
            if words in described:
                assert described[words] == getattr(fields[name], attribute)
    document = Client().get(f"{API}openapi.json").json()
    body = document["paths"][PATH]["post"]["requestBody"]
    assert set(body["content"]) == {"application/json", "multipart/form-data"}

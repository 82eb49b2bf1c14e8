"""What a story must be to be taken."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from wagtail.images import get_image_model

from stories.models import SharedStory, StoryPage
from tests.stories.sharing.conftest import STORY, in_language, jpeg, uploads
from twinning.submissions.models import Receipt

pytestmark = pytest.mark.django_db


def nothing_is_kept() -> bool:
    tables = (SharedStory, StoryPage, Receipt, get_image_model())
    return not mail.outbox and not any(table.objects.exists() for table in tables)


@pytest.mark.parametrize("name", ["title", "story", "name", "email", "consent"])
def test_what_is_missing_is_named_at_its_field(send, share_page, name) -> None:
    answer = send(share_page, **{name: None})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [name]
    assert nothing_is_kept()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "x" * 121),
        ("title", "A title\nBcc: all@example.org"),
        ("title", "See https://example.org"),
        ("town", "atlantis"),
        ("story", "Too short."),
        ("story", "x" * 20_001),
        ("story", " " * 200),
        ("story", STORY + "\x00"),
        ("story", STORY + " https://a.example https://b.example www.c.example"),
        ("people", "x" * 256),
        ("pictures_show", "x" * 201),
        ("email", "anna"),
        ("email", "anna@example.org\nBcc: all@example.org"),
        ("homepage", "https://example.org"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(send, share_page, name, value) -> None:
    answer = send(share_page, **{name: value, "consent_of_shown": "on"})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [name]
    assert nothing_is_kept()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("nl", ("Dit is een verplicht veld.", "ten minste 100 tekens")),
        ("fr", ("Champ requis.", "au moins 100 caractères")),
        ("pl", ("To pole jest wymagane.", "przynajmniej 100 znaków")),
    ],
)
def test_errors_are_in_the_language_of_the_page(send, share_page, tree, code, words) -> None:
    in_language(tree.stories, code)
    page = in_language(share_page, code, slug="share")
    answer = send(page, title=None, story="Too short.")
    assert answer.status_code == 422
    for part in words:
        assert part in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"year": "2011"}, (date(2011, 1, 1), "year")),
        ({"year": "2011", "month": "4"}, (date(2011, 4, 1), "month")),
        ({"year": "2011", "month": "4", "day": "29"}, (date(2011, 4, 29), "day")),
        ({}, (None, "day")),
    ],
)
def test_a_date_is_kept_as_far_as_it_is_known(shared, given, kept) -> None:
    story = shared(**{f"when_{part}": value for part, value in given.items()}).page
    assert (story.date, story.date_precision) == kept


@pytest.mark.parametrize(
    "given",
    [
        {"year": "11"},
        {"year": "MMXI"},
        {"month": "4"},
        {"year": "2011", "day": "29"},
        {"year": "2011", "month": "2", "day": "30"},
        {"year": "2011", "month": "13"},
        {"year": "9999"},
        {"year": "2011", "month": "4", "day": "9" * 5000},
    ],
)
def test_what_is_no_date_is_refused_and_shown_again(send, share_page, given) -> None:
    answer = send(share_page, **{f"when_{part}": value for part, value in given.items()})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["when"]
    html = answer.content.decode()
    assert 'href="#id_when_day"' in html and 'id="id_when_day"' in html
    if "year" in given:
        assert f'value="{given["year"]}"' in html
    assert nothing_is_kept()


def test_others_must_agree_to_be_shown_or_named(send, share_page) -> None:
    for others in ({"people": "A choir"}, {"pictures": uploads(1)}):
        answer = send(share_page, **others)
        assert list(answer.context["form"].errors) == ["consent_of_shown"]
    assert nothing_is_kept()
    assert send(share_page, people="A choir", consent_of_shown="on").status_code == 303
    assert SharedStory.objects.get().has_consent_of_shown


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload='alert(1)'/>", b"GIF89a" + b"\0" * 50, jpeg()[:500]]
)
def test_a_file_that_is_no_picture_is_refused(send, share_page, content) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = [*uploads(1), SimpleUploadedFile("b.jpg", content, "image/jpeg")]
    answer = send(share_page, pictures=files, consent_of_shown="on")
    assert list(answer.context["form"].errors) == ["pictures"]
    assert "Picture 2" in answer.content.decode()
    assert "choose your pictures once more" in answer.content.decode()
    assert nothing_is_kept()


def test_five_pictures_are_too_many(send, share_page) -> None:
    answer = send(share_page, pictures=uploads(5), consent_of_shown="on")
    assert list(answer.context["form"].errors) == ["pictures"]
    assert nothing_is_kept()


def test_a_link_from_a_town_fills_it_in(share_page, tree) -> None:
    town = Client().get(tree.almelo.url).content.decode()
    assert f'href="{share_page.url}?town=almelo"' in town
    listed = Client().get(f"{tree.stories.url}?town=almelo").content.decode()
    assert f'href="{share_page.url}?town=almelo"' in listed
    assert f'href="{share_page.url}"' in Client().get(tree.stories.url).content.decode()
    answer = Client().get(f"{share_page.url}?town=almelo")
    assert '<option value="almelo" selected>' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_without_a_page_for_it_nothing_offers_it(tree) -> None:
    for page in (tree.almelo, tree.stories):
        assert "Share your story" not in Client().get(page.url).content.decode()


def test_too_much_is_refused_before_it_is_read(share_page) -> None:
    answer = Client().post(share_page.url, {"title": "x"}, headers={"content-length": "50000000"})
    assert answer.status_code == 413

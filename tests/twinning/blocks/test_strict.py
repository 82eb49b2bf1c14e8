"""What the editor's form does with wrong input: an error at the field, and nothing saved."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from tests import factories
from towns.models import TownPage


@pytest.fixture
def admin(admin_client):
    return admin_client


def town_form(blocks: list[tuple[str, object]] = (), interests=(), **fields: object) -> dict:
    data = nested_form_data(
        {
            "title": "Kalisz",
            "slug": "kalisz",
            "native_name": "Kalisz",
            "country": "PL",
            "twinned_since": "1989",
            "latitude": "51.7625",
            "longitude": "18.0897",
            "body": streamfield(list(blocks)),
            "accent": "river",
            "contacts": streamfield([]),
            "twin_links": inline_formset([]),
            "comments": inline_formset([]),
            "action-publish": "Publish",
            **fields,
        }
    )
    return {**data, "interests": [str(key) for key in interests]}


def create(admin, tree, data: dict):
    url = reverse("wagtailadmin_pages:add", args=["towns", "townpage", tree.towns.pk])
    return admin.post(url, data)


def heading(level: str = "h2") -> tuple[str, dict]:
    return ("heading", {"text": "A heading", "level": level})


def test_a_right_form_makes_a_page(admin, tree) -> None:
    response = create(admin, tree, town_form([heading()]))
    assert response.status_code == 302
    assert TownPage.objects.get(slug="kalisz").body[0].value["text"] == "A heading"


def test_an_unknown_block_is_an_error_and_loses_nothing(admin, tree) -> None:
    response = create(admin, tree, town_form([heading(), ("carousel", "?")]))
    assert response.status_code == 200
    (error,) = response.context["form"].errors.as_data()["body"]
    assert "There is no block called “carousel” here." in str(error.non_block_errors)
    assert "There is no block called" in response.content.decode()
    assert not TownPage.objects.filter(slug="kalisz").exists()


def test_a_block_with_an_unknown_choice_is_an_error(admin, tree) -> None:
    response = create(admin, tree, town_form([heading(level="h7")]))
    assert response.status_code == 200
    assert "body" in response.context["form"].errors


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("twinned_since", "3000", "Give a year between 1900 and"),
        ("twinned_since", "1066", "Give a year between 1900 and"),
        ("twinned_since", "-5", ""),
        ("twinned_since", "soon", "Enter a whole number"),
        ("population_year", "3000", "Give a year between 1900 and"),
        ("latitude", "200", "less than or equal to 90"),
        ("latitude", "-90.5", "greater than or equal to -90"),
        ("longitude", "181", "less than or equal to 180"),
        ("longitude", "east", "Enter a number"),
        ("country", "XX", "Select a valid choice"),
        ("website", "not an address", "Enter a valid URL"),
        ("native_name", "", "This field is required"),
        ("interests", ["999999"], "Select a valid choice"),
    ],
)
def test_a_wrong_value_names_its_field(admin, tree, field: str, value, words: str) -> None:
    response = create(admin, tree, town_form(**{field: value}))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert words in str(response.context["form"].errors[field])
    assert not TownPage.objects.filter(slug="kalisz").exists()


def test_a_wrong_partner_names_its_field(admin, tree) -> None:
    link = {"name": "Erfurt", "country": "DE", "year": "3000", "latitude": "200", "longitude": "1"}
    data = town_form(twin_links=inline_formset([{**link, "note": ""}]))
    response = create(admin, tree, data)
    assert response.status_code == 200
    errors = response.context["form"].formsets["twin_links"].errors[0]
    assert set(errors) == {"year", "latitude"}


def test_a_picture_needs_words_for_those_who_cannot_see_it(admin, tree, picture) -> None:
    response = create(admin, tree, town_form(picture=str(picture.pk), picture_alt=" "))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["picture_alt"]


def picture_file(name: str, *, half: bool) -> bytes:
    """Half of a real picture's file, or the whole of one that is too long."""
    size = (400, 300) if half else (20, 17_000)
    picture = Image.effect_noise(size, 60).convert("RGB")
    buffer = io.BytesIO()
    picture.save(buffer, {"jpg": "JPEG"}.get(name[-3:], name.rsplit(".", 1)[1].upper()))
    return buffer.getvalue()[: buffer.tell() // 2] if half else buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.jpg", b"\xff\xd8\xff\xe0 this is no picture", "valid"),
        ("cut.jpg", "half a picture", "valid"),
        ("text.jpg", b"plain words", "valid"),
        ("cut.avif", "half a picture", "valid"),
        ("cut.webp", "half a picture", "valid"),
        ("cut.png", "half a picture", "valid"),
        ("long.png", "a long picture", "17000 pixels long"),
        ("script.svg", b"<svg onload='alert(1)'/>", "Not a supported image format"),
        ("empty.png", b"", "empty"),
    ],
)
def test_a_broken_picture_is_refused(admin, db, name: str, content: bytes, words: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from wagtail.images import get_image_model
    from wagtail.models import Collection

    if isinstance(content, str):
        content = picture_file(name, half=content == "half a picture")
    response = admin.post(
        reverse("wagtailimages:add"),
        {
            "title": "Broken",
            "file": SimpleUploadedFile(name, content),
            "collection": Collection.get_first_root_node().pk,
        },
    )
    assert response.status_code == 200
    assert words in str(response.context["form"].errors["file"])
    assert get_image_model().objects.count() == 0


@pytest.mark.parametrize(
    ("link", "field"),
    [
        ({"label": "", "page": "", "url": ""}, "page"),
        ({"label": "Both", "page": "TOWNS", "url": "https://example.org/"}, "url"),
        ({"label": "", "page": "", "url": "https://example.org/"}, "label"),
        ({"label": "Bad", "page": "", "url": "javascript:alert(1)"}, "url"),
    ],
)
def test_a_link_has_one_target(tree, link: dict, field: str) -> None:
    from django.core.exceptions import ValidationError

    from twinning.blocks.links import LinkBlock

    block = LinkBlock()
    page = tree.towns if link["page"] == "TOWNS" else None
    with pytest.raises(ValidationError) as caught:
        block.clean(block.normalize({**link, "page": page}))
    assert list(caught.value.block_errors) == [field]


def test_interests_are_offered_once_in_the_editors_language(admin, tree) -> None:
    english = factories.InterestFactory(key="music", name="Music")
    polish = english.copy_for_translation(tree.locales["pl"])
    polish.name = "Muzyka"
    polish.save()
    only_polish = factories.InterestFactory(key="choirs", name="Chóry", locale=polish.locale)
    url = reverse("wagtailadmin_pages:add", args=["towns", "townpage", tree.towns.pk])
    field = admin.get(url).context["form"].fields["interests"]
    assert [label for _value, label in field.choices] == ["Chóry", "Music"]
    response = create(admin, tree, town_form(interests=[str(polish.pk), str(only_polish.pk)]))
    assert response.status_code == 302
    town = TownPage.objects.get(slug="kalisz")
    assert {interest.pk for interest in town.interests.all()} == {english.pk, only_polish.pk}
    form = admin.get(reverse("wagtailadmin_pages:edit", args=[town.pk])).context["form"]
    assert set(form["interests"].value()) == {english.pk, only_polish.pk}

"""Renditions on demand: made and answered at a signed address, when a browser asks for them."""

from collections.abc import Callable

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.images.utils import generate_signature

from tests.twinning.test_renditions import WEBP, addresses, picture_of
from twinning.media import renditions
from twinning.media.models import TwinningImage, TwinningRendition

pytestmark = pytest.mark.django_db


def test_a_missing_rendition_is_made_once_when_it_is_asked_for(client, tree) -> None:
    image = picture_of(640, 480)
    all_addresses = [*addresses(image), renditions.link_preview(image)[0]]
    for number, address in enumerate(all_addresses, start=1):
        for _ in range(2):
            response = client.get(address)
            assert response.status_code == 200, "the picture itself, without a redirect"
            assert "Vary" not in response
            assert response["Content-Type"] == "image/" + address.rsplit(".")[-1]
            assert response["Cache-Control"] == "public, max-age=300"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Content-Security-Policy"] == "default-src 'none'"
            assert TwinningRendition.objects.count() == number
        [row] = TwinningRendition.objects.order_by("-pk")[:1]
        content = b"".join(response)
        assert content == row.file.read()
        assert response["Content-Length"] == str(len(content))
    assert renditions.missing(image) == []


def test_it_is_asked_for_again_in_vain_until_the_file_is_another(client, tree) -> None:
    image = picture_of(640, 480)
    address = addresses(image)[0]
    tag = client.get(address)["ETag"]
    unchanged = client.get(address, headers={"if-none-match": tag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["Cache-Control"] == "public, max-age=300"
    assert client.head(address)["ETag"] == tag
    TwinningRendition.objects.all().delete()
    other = picture_of(640, 480, file__color="red")
    TwinningImage.objects.filter(pk=image.pk).update(
        file=other.file.name, file_hash=other.get_file_hash()
    )
    assert client.get(address, headers={"if-none-match": tag}).status_code == 200


def test_the_next_page_names_it_by_its_own_address(client, tree) -> None:
    image = picture_of(640, 480)
    for address in addresses(image):
        client.get(address)
    image = TwinningImage.objects.get(pk=image.pk)
    assert all(address.startswith("/media/images/") for address in addresses(image))
    assert renditions.src(image).startswith("/media/images/")
    for address in addresses(image):
        response = client.get(address)
        assert (response.status_code, "immutable" in response["Cache-Control"]) == (200, True)


def test_a_made_file_that_has_gone_is_no_server_error(client, tree) -> None:
    image = picture_of(640, 480)
    address = addresses(image)[0]
    client.get(address)
    [row] = TwinningRendition.objects.all()
    row.file.storage.delete(row.file.name)
    assert client.get(address).status_code == 410


def signed(image_id: object, spec: str) -> str:
    return f"/images/{generate_signature(image_id, spec)}/{image_id}/{spec}/a.webp"


@pytest.mark.parametrize(
    "address",
    [
        lambda image: signed(image.pk, WEBP).replace("400", "401"),
        lambda image: signed(image.pk, WEBP).replace("/images/", "/images/A"),
        lambda image: f"/images/\N{SNOWMAN}/{image.pk}/{WEBP}/a.webp",
        lambda image: f"/images/%00/{image.pk}/{WEBP}/a.webp",
        lambda image: signed(image.pk, "width-401|format-webp"),
        lambda image: signed(image.pk, "original"),
        lambda image: signed(image.pk, "nonsense"),
        lambda image: signed(image.pk, f"{WEBP}%00"),
        lambda image: signed(image.pk + 1, WEBP),
        lambda image: signed("9" * 30, WEBP),
        lambda image: signed("9" * 5000, WEBP),
        lambda image: signed(-1, WEBP),
        lambda image: signed(image.pk, WEBP).removesuffix("a.webp"),
        lambda image: "/images/",
        lambda image: "/images/a/1/b/",
    ],
)
def test_what_we_did_not_sign_or_do_not_show_is_refused(
    client, tree, picture, address: Callable[[TwinningImage], str]
) -> None:
    response = client.get(address(picture))
    assert 400 <= response.status_code < 500
    assert not TwinningRendition.objects.exists()


@pytest.mark.parametrize("content", [None, b"", b"no picture", b"\xff\xd8\xff\xe0 cut short"])
def test_a_broken_file_is_gone_and_nobody_remembers_it(client, tree, picture, content) -> None:
    [address] = addresses(picture)[:1]
    break_file(picture, content)
    response = client.get(address)
    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store"


def break_file(picture: TwinningImage, content: bytes | None) -> None:
    name = picture.file.name
    picture.file.close()
    picture.file.storage.delete(name)
    if content is not None:
        with picture.file.storage.open(name, "wb") as file:
            file.write(content)


def test_wagtails_form_that_signs_any_size_is_shut(admin_client, picture) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=("foo", "1", "bar"))
    address = reverse("wagtailimages:url_generator", args=[picture.pk])
    assert admin_client.get(address).status_code == 404

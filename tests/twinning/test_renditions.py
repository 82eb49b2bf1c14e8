"""Renditions: a closed list, shown without being made."""

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from PIL import Image as PillowImage
from wagtail.images.models import Image as PlainImage

from tests import factories
from twinning.media import renditions
from twinning.media.models import TwinningImage, TwinningRendition
from twinning.media.wagtail_hooks import AVIF_SPEED

pytestmark = pytest.mark.django_db

WEBP = "width-400|format-webp"


def picture_of(width: int, height: int, name: str = "a.jpg", **fields: Any) -> TwinningImage:
    kind = {"jpg": "JPEG"}.get(name.rsplit(".")[-1], name.rsplit(".")[-1].upper())
    return factories.ImageFactory(
        file__width=width, file__height=height, file__format=kind, file__filename=name, **fields
    )


def addresses(image: TwinningImage) -> list[str]:
    return [
        part.split(" ")[0]
        for source in renditions.sources(image)
        for part in source["srcset"].split(", ")
    ]


# The closed list


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((2400, 1600), [(400, 266), (800, 533), (1200, 800), (2000, 1333)]),
        ((2000, 1000), [(400, 200), (800, 400), (1200, 600), (2000, 1000)]),
        ((640, 480), [(400, 300), (640, 480)]),
        ((400, 300), [(400, 300)]),
        ((60, 40), [(60, 40)]),
        ((2400, 1), [(400, 1), (800, 1), (1200, 1), (2000, 1)]),
    ],
)
def test_no_width_is_larger_than_the_picture_and_each_comes_once(
    size: tuple[int, int], expected: list[tuple[int, int]]
) -> None:
    image = TwinningImage(width=size[0], height=size[1], file="original_images/a.jpg")
    for family in ("avif", "webp", "jpeg"):
        found = [spec for spec in renditions.specs(image) if spec.format == family]
        assert [(spec.width, spec.height) for spec in found] == expected
        assert {spec.type for spec in found} == {f"image/{family}"}


@pytest.mark.parametrize(
    ("name", "families"),
    [
        ("a.jpg", ["avif", "webp", "jpeg"]),
        ("a.JPEG", ["avif", "webp", "jpeg"]),
        ("a.png", ["avif", "webp", "png"]),
        ("a.gif", ["avif", "webp", "png"]),
        ("a.webp", ["avif", "webp"]),
        ("a.avif", ["avif", "webp"]),
        ("a.svg", []),
    ],
)
def test_a_family_comes_once_and_the_originals_is_among_them(
    name: str, families: list[str]
) -> None:
    image = TwinningImage(width=100, height=100, file=f"original_images/{name}")
    assert [spec.format for spec in renditions.specs(image)] == families


def test_the_sizes_are_those_that_are_made() -> None:
    for width, height in ((999, 667), (1201, 803), (401, 3)):
        image = picture_of(width, height)
        _url, *preview = renditions.link_preview(image)
        made = image.get_renditions(*renditions.missing(image))
        assert {
            renditions.LINK_PREVIEW: tuple(preview),
            **{spec.filter_spec: (spec.width, spec.height) for spec in renditions.specs(image)},
        } == {spec: (row.width, row.height) for spec, row in made.items()}


def test_an_avif_takes_the_time_that_we_give_it() -> None:
    source, expected = io.BytesIO(), io.BytesIO()
    PillowImage.effect_mandelbrot((300, 200), (-2, -1, 1, 1), 90).convert("RGB").save(source, "PNG")
    image = factories.ImageFactory(file__from_func=lambda: source, file__filename="a.png")
    made = image.get_rendition("width-400|format-avif").file.read()
    with PillowImage.open(source) as picture:
        picture.save(expected, "AVIF", quality=61, speed=AVIF_SPEED)
    assert made == expected.getvalue()


# What is shown


def test_what_exists_is_shown_from_the_storage_and_the_rest_is_signed() -> None:
    image = picture_of(640, 480)
    row = image.get_rendition(WEBP)
    avif, webp, jpeg = renditions.sources(image, "https://example.org")
    assert [avif["type"], webp["type"], jpeg["type"]] == ["image/avif", "image/webp", "image/jpeg"]
    first, second = webp["srcset"].split(", ")
    assert first == f"https://example.org{row.url} 400w"
    assert second.startswith("https://example.org/images/")
    assert second.endswith("/width-800%7Cformat-webp/a.webp 640w")
    assert renditions.src(image).endswith("/width-800%7Cformat-jpeg/a.jpeg")
    assert TwinningRendition.objects.count() == 1, "showing makes nothing"


def test_a_storage_with_a_host_of_its_own_keeps_it(settings) -> None:
    settings.MEDIA_URL = "//files.example.org/"
    image = picture_of(100, 100)
    renditions.make(image)
    for address in [*addresses(image), renditions.src(image, "https://example.org")]:
        assert address.startswith("//files.example.org/images/")


@pytest.mark.parametrize(
    ("size", "name", "spec"),
    [
        ((2400, 1600), "a.jpg", "width-1200%7Cformat-jpeg/a.jpeg"),
        ((900, 600), "a.png", "width-1200%7Cformat-png/a.png"),
        ((300, 200), "a.webp", "width-400%7Cformat-webp/a.webp"),
    ],
)
def test_the_lone_address_is_of_the_originals_family(
    size: tuple[int, int], name: str, spec: str
) -> None:
    assert renditions.src(picture_of(*size, name)).endswith(spec)


def test_without_the_original_or_a_width_below_1200_there_still_is_an_address(settings) -> None:
    settings.TWINNING = {"RENDITION_FORMATS": ["webp"], "RENDITION_WIDTHS": [1600]}
    assert renditions.src(picture_of(1700, 10)).endswith("width-1600%7Cformat-webp/a.webp")


def test_the_rows_own_size_is_what_is_said() -> None:
    image = picture_of(640, 480)
    renditions.make(image)
    TwinningRendition.objects.filter(filter_spec__startswith="width-800").update(
        width=480, height=640
    )
    assert [s["srcset"].split(" ")[-1] for s in renditions.sources(image)] == ["480w"] * 3
    assert renditions.dimensions(image) == (480, 640)


def test_a_rendition_that_is_cropped_to_a_focal_point_is_another() -> None:
    image = picture_of(100, 100)
    TwinningRendition.objects.create(
        image=image,
        filter_spec=WEBP,
        focal_point_key="2e16d0ba",
        file=image.file,
        width=1,
        height=1,
    )
    assert WEBP in renditions.missing(image)
    image.focal_point_x = image.focal_point_y = 10
    image.focal_point_width = image.focal_point_height = 5
    image.save()
    renditions.make(image)
    assert renditions.missing(image) == []
    assert image.get_rendition(WEBP).focal_point_key == ""


def test_the_tag_offers_every_family_and_makes_nothing() -> None:
    image = picture_of(640, 480)
    html = Template("{% load twinning_tags %}{% picture image alt '50vw' %}").render(
        Context({"image": image, "alt": '"a" & b'})
    )
    soup = BeautifulSoup(html, "html.parser")
    assert [s["type"] for s in soup.picture.select("source")] == [
        "image/avif",
        "image/webp",
        "image/jpeg",
    ]
    assert all(s["sizes"] == "50vw" and " 640w" in s["srcset"] for s in soup.select("source"))
    img = soup.picture.img
    assert (img["width"], img["height"], img["alt"]) == ("640", "480", '"a" & b')
    assert img["src"] == renditions.src(image)
    assert not TwinningRendition.objects.exists()


def test_a_drawing_is_shown_as_it_is() -> None:
    image = TwinningImage(pk=1, width=10, height=10, file="original_images/a.svg")
    image.prefetched_renditions = []
    assert renditions.sources(image) == []
    assert renditions.src(image, "https://x.org") == "https://x.org/media/original_images/a.svg"
    assert renditions.dimensions(image) == (10, 10)


# Queries


@pytest.mark.parametrize("model", [TwinningImage, PlainImage])
def test_pictures_come_in_one_query_with_or_without_renditions(
    model, django_assert_num_queries
) -> None:
    file = picture_of(640, 480).file.name
    images = [
        model.objects.create(title=f"{n}", file=file, width=640, height=480) for n in range(30)
    ]
    for image in images[:10]:
        image.get_renditions(WEBP, "width-800|format-webp")
    for few in (images[:1], images[20:], images):
        keys = [image.pk for image in few]
        with django_assert_num_queries(1):
            found = renditions.in_bulk(model, [*keys, 999_999])
            assert sorted(found) == sorted(keys)
            for image in found.values():
                assert len(addresses(image)) == 6
                assert renditions.missing(image)
                assert renditions.src(image)
        assert found == {image.pk: image for image in few}
    with django_assert_num_queries(0):
        assert renditions.in_bulk(model, []) == {}
        row = found[images[0].pk].get_rendition(WEBP)
        assert (row.width, row.image, row.image_id) == (400, images[0], images[0].pk)
    assert found[images[20].pk].get_rendition(WEBP).width == 400, "Wagtail makes what is missing"


@pytest.mark.parametrize("made", [True, False])
def test_a_list_costs_the_same_for_1_and_for_30_pictures(client, tree, made: bool) -> None:
    def queries(number: int) -> int:
        for _ in range(number):
            image = picture_of(50, 50)
            if made:
                renditions.make(image)
            factories.StoryPageFactory(parent=tree.stories, picture=image, picture_alt="A")
        client.get(tree.stories.get_url())
        with CaptureQueriesContext(connection) as captured:
            response = client.get(tree.stories.get_url())
        assert response.content.count(b"<picture>") > 0
        return len(captured)

    assert queries(1) == queries(29)

"""What link previews show of a picture: one JPEG around its focal point."""

import pytest
from PIL import Image as PillowImage

from tests import factories
from tests.twinning.test_rendition_tasks import commit, complete  # noqa: F401  (a fixture)
from tests.twinning.test_renditions import addresses, picture_of
from twinning.media import renditions
from twinning.media.models import TwinningImage, TwinningRendition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("size", "shown"),
    [((2400, 1600), (1200, 630)), ((1600, 500), (954, 500)), ((300, 900), (300, 158))],
)
def test_link_previews_show_a_jpeg_around_the_focal_point(
    size: tuple[int, int], shown: tuple[int, int]
) -> None:
    image = picture_of(*size, "a.png")
    url, *measured = renditions.link_preview(image, "https://example.org")
    assert url.startswith("https://example.org/images/")
    assert url.endswith("/fill-1200x630%7Cformat-jpeg/a.jpeg")
    assert tuple(measured) == shown
    renditions.make(image)
    row = image.renditions.get(filter_spec=renditions.LINK_PREVIEW)
    with PillowImage.open(row.file) as made:
        assert (made.format, made.size) == ("JPEG", shown)
    assert renditions.link_preview(image) == (row.url, *shown)
    assert row.filter_spec not in [spec.filter_spec for spec in renditions.specs(image)]
    assert not any("fill-" in address for address in addresses(image)), "no page shows it"


def test_a_drawing_has_no_link_preview() -> None:
    image = TwinningImage(pk=1, width=10, height=10, file="original_images/a.svg")
    image.prefetched_renditions = []
    assert renditions.link_preview(image) is None
    assert renditions.missing(image) == []


def test_another_focal_point_makes_what_link_previews_show_anew_and_nothing_else(commit) -> None:  # noqa: F811
    with commit():
        image = factories.ImageFactory(file__width=1600, file__height=1600)
    before = {row.filter_spec: row.pk for row in TwinningRendition.objects.all()}
    assert renditions.LINK_PREVIEW in before
    with commit():
        image.focal_point_x, image.focal_point_y = 800, 300
        image.focal_point_width = image.focal_point_height = 10
        image.save()
    after = {row.filter_spec: row.pk for row in TwinningRendition.objects.all()}
    assert {spec for spec, pk in after.items() if pk != before[spec]} == {renditions.LINK_PREVIEW}
    assert len(after) == TwinningRendition.objects.count(), "nothing remains of the old one"
    assert complete(image)

"""Visitors' pictures in the admin: shown, and kept private."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from tests.twinning.media.files import encoded
from tests.twinning.media.kept import THUMBNAIL, kept, sources_in, story
from twinning.media import private
from twinning.media.models import TwinningImage, TwinningRendition

pytestmark = pytest.mark.django_db


def test_a_draft_shows_it_to_editors(client, tree, admin_client) -> None:
    images = [kept(), kept()]
    page = story(tree.almelo, images)
    page.save_revision()
    html = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    found = sources_in(html.content.decode())
    assert len({url.split("/")[3] for url in found}) == 2, "pictures by their primary keys"
    assert len(found) >= 6
    for url in found:
        assert admin_client.get(url).status_code == 200, url
        assert client.get(url).status_code == 404, url


@pytest.mark.parametrize(
    "address",
    [
        lambda image: reverse("wagtailimages:index"),
        lambda image: reverse("wagtailimages:edit", args=[image.pk]),
        lambda image: reverse("wagtailimages_chooser:choose"),
        lambda image: reverse("wagtailimages_chooser:choose_results"),
    ],
)
def test_the_admin_shows_it(admin_client, tree, address) -> None:
    image = kept("A bridge by night")
    response = admin_client.get(address(image))
    html = response.content.decode()
    if response["Content-Type"] == "application/json":
        html = response.json()["html"]
    assert "A bridge by night" in html
    found = sources_in(html)
    assert found
    for url in found:
        assert url.startswith("/media/private_images/")
        assert admin_client.get(url).status_code == 200


def test_another_file_is_as_private(admin_client, client, tree, commit) -> None:
    image = kept()
    before = image.file.name
    image.get_rendition(THUMBNAIL)
    data = {
        "title": "B",
        "file": SimpleUploadedFile("private_images.png", encoded("PNG")),
        "collection": 1,
    }
    with commit():
        response = admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), data)
    assert response.status_code == 302
    image.refresh_from_db()
    assert image.title == "B"
    assert re.fullmatch(r"private_images/[0-9a-f]{32}\.png", image.file.name)
    assert not image.file.storage.exists(before)
    assert not TwinningRendition.objects.exists()
    assert client.get(image.file.url).status_code == 404
    assert image.collection.name == private.WAITING, "the form does not move it"


def test_no_upload_of_an_editor_is_private(admin_client, commit) -> None:
    data = {
        "title": "B",
        "file": SimpleUploadedFile("private_images/a.png", encoded("PNG")),
        "collection": 1,
    }
    with commit():
        admin_client.post(reverse("wagtailimages:add"), data)
    assert TwinningImage.objects.get().file.name.startswith("original_images/")


def test_it_is_not_moved_with_others(admin_client, picture) -> None:
    image, there = kept(), Collection.get_first_root_node().add_child(name="Almelo")
    url = reverse("wagtail_bulk_action", args=["media", "twinningimage", "add_to_collection"])
    both = f"{url}?id={image.pk}&id={picture.pk}&next=/admin/images/"
    response = admin_client.post(both, {"collection": there.pk}, follow=True)
    assert "stays in its collection" in response.content.decode()
    assert set(TwinningImage.objects.filter(collection=there)) == set()
    admin_client.post(f"{url}?id={picture.pk}", {"collection": there.pk})
    assert set(TwinningImage.objects.filter(collection=there)) == {picture}

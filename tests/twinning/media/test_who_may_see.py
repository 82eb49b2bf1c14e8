"""Who may see visitors' pictures before a page with them is published."""

import io
import re
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from PIL import Image
from wagtail.models import Collection

from tests.twinning.media.kept import THUMBNAIL, kept, sources_in, story
from twinning.media import renditions
from twinning.media.models import TwinningImage, TwinningRendition

pytestmark = pytest.mark.django_db


def files_of(image: TwinningImage) -> list[str]:
    """Addresses of its file, of one that the admin shows, and of those that pages show."""
    return [
        image.file.url,
        image.get_rendition(THUMBNAIL).url,
        renditions.src(image),
        *re.findall(r"\S+/\S+", renditions.sources(image)[0]["srcset"]),
    ]


def test_nobody_sees_it_who_has_not_logged_in(client, tree) -> None:
    image = kept()
    for url in files_of(image):
        for response in (client.get(url), client.head(url)):
            assert response.status_code == 404, url
            assert "public" not in response["Cache-Control"]
    assert TwinningRendition.objects.count() == 1, "none was made for it either"
    assert client.get(image.file.url.replace(".jpg", ".png")).status_code == 404
    assert client.get("/media/private_images/").status_code == 404


def test_who_may_choose_or_change_it_sees_it_and_keeps_nothing(client, tree, user) -> None:
    image = kept()
    for codename in ("choose_image", "change_image"):
        user(codename, image.collection)
        for url in files_of(image):
            response = client.get(url)
            assert response.status_code == 200, url
            assert response["Cache-Control"] == "private, no-store"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Content-Security-Policy"] == "default-src 'none'"
            assert response["Content-Type"].startswith("image/")
            assert Image.open(io.BytesIO(b"".join(response))).size


def test_whoever_may_do_so_elsewhere_only_does_not(client, tree, user) -> None:
    image = kept()
    elsewhere = Collection.get_first_root_node().add_child(name="Almelo")
    for permissions in [("choose_image", elsewhere), ("add_image", image.collection), ()]:
        user(*permissions)
        for url in files_of(image):
            assert client.get(url).status_code == 404, url


def test_a_wrong_signature_tells_nothing_of_it(client, tree, admin_client) -> None:
    image = kept()
    wrong = re.sub("/images/.", "/images/_", renditions.src(image))
    other = wrong.replace(f"/{image.pk}/", f"/{image.pk + 1}/")
    assert client.get(wrong).status_code == client.get(other).status_code == 403
    assert admin_client.get(wrong).status_code == 403


def test_its_renditions_lie_beside_it_under_names_that_fit(stored) -> None:
    image = kept()
    names = {image.get_rendition(spec).file.name for spec in (THUMBNAIL, renditions.LINK_PREVIEW)}
    names |= {image.get_rendition(sorted(renditions.allowed())[-1]).file.name}
    assert len(names) == 3
    for name in names:
        assert name.startswith("private_images/")
        assert len(name) + len("_1234567") <= 100
    assert stored() == {image.file.name, *names}


def test_in_a_bucket_its_addresses_are_signed(store) -> None:
    image = kept()
    for url in (image.file.url, image.get_rendition(THUMBNAIL).url):
        with urlopen(url) as response:
            assert response.read(3) == b"\xff\xd8\xff"
        with pytest.raises(HTTPError, match="403"):
            urlopen(url.partition("?")[0])
    spec = "width-400|format-webp"
    image.get_rendition(spec)
    found = renditions.in_bulk(TwinningImage, [image.pk])[image.pk]
    addresses = " ".join([renditions.src(found), str(renditions.sources(found))])
    assert "Signature" not in addresses, "pages name the view that asks who may see it"


def test_the_view_serves_it_out_of_a_bucket(client, tree, stored, admin_client) -> None:
    image = kept()
    url = renditions.src(image)
    assert client.get(url).status_code == 404
    response = admin_client.get(url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert Image.open(io.BytesIO(b"".join(response))).size == (500, 400)
    assert client.get(url).status_code == 404


# What anonymous answers tell


def test_no_api_tells_of_it(client, tree, picture) -> None:
    image = kept("A secret bridge", description="A secret text")
    TwinningImage.objects.filter(pk=picture.pk).update(title="A known bridge")
    moved = kept("A secret ship")
    TwinningImage.objects.filter(pk=moved.pk).update(collection=picture.collection)
    for found, status in [(image, 404), (moved, 404), (picture, 200)]:
        response = client.get(f"/api/content/v1/images/{found.pk}/")
        assert response.status_code == status
    assert client.get(f"/api/v3/images/{image.pk}/").status_code == 404
    listed = client.get("/api/v3/images/").content.decode()
    assert "A known bridge" in listed
    assert "secret bridge" not in listed
    assert image.file.name not in listed
    assert client.get("/api/v3/images/?search=secret").json()["items"] == []


def test_no_answer_tells_of_it_even_where_a_page_shows_it(client, tree) -> None:
    """Such as a page that code has saved, past its publication."""
    images = [kept("A secret bridge"), kept("A secret ship")]
    page = story(tree.almelo, images, live=True)
    name = Path(images[0].file.name).stem
    answer = client.get(f"/api/content/v1/pages/{page.pk}/").json()
    assert answer["picture"] is None
    assert "secret" not in str(answer)
    assert name not in str(answer)
    for address in (page.url, f"/api/v3/pages/{page.pk}/", "/sitemap-en.xml"):
        text = client.get(address).content.decode()
        assert "secret" not in text
        assert "private_images" not in text
        for url in sources_in(text):
            assert client.get(url).status_code == 404
    head = client.get(page.url).content.decode().partition("</head>")[0]
    assert 'property="og:image"' in head
    assert name not in head
    assert "share" in re.findall(r'property="og:image" content="([^"]+)"', head)[0]

"""Files on the local disk: pictures are public, documents go through Wagtail; their lives."""

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils.http import http_date
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from tests import factories
from twinning.media import lives, renditions
from twinning.media.models import TwinningImage

FOREVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"


def test_pictures_are_served(client, tree, picture) -> None:
    rendition = picture.get_rendition("width-400|format-webp")
    response = client.get(rendition.url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in response.get("Vary", "")


def test_documents_are_not_served_past_wagtail(client, tree, settings) -> None:
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    document = document_of(collection=collection)
    assert document.file.url.startswith("/media/documents/")
    assert client.get(document.file.url).status_code == 404
    response = client.get(document.url)
    assert response.status_code == 302, "to the login"
    assert "max-age=600" not in response.get("Cache-Control", "")
    assert client.get("/media/images/../documents/minutes.txt").status_code == 404
    assert client.get("/media/images/").status_code == 404


def document_of(**fields: Any) -> Any:
    return get_document_model().objects.create(
        title="Minutes", file=ContentFile(b"secret", name="minutes.txt"), **fields
    )


# How long files may be kept


def test_a_rendition_is_named_by_its_content_and_kept_for_ever(client, tree, picture) -> None:
    rendition = picture.get_rendition("width-400|format-webp")
    assert re.fullmatch(
        r"images/[\w-]+\.width-400\.format-webp\.[0-9a-f]{16}\.webp", rendition.file.name
    )
    response = client.get(rendition.url)
    assert response["Cache-Control"] == FOREVER
    assert b"".join(response) == rendition.file.read()
    assert_conditional(client, rendition.url)


def test_a_new_file_has_new_names_for_its_renditions_and_the_same_one_has_not(picture) -> None:
    spec = "width-400|format-webp"
    first = picture.get_rendition(spec).file.name
    picture.renditions.all().delete()
    again = TwinningImage.objects.get(pk=picture.pk).get_rendition(spec).file.name
    assert lives.digest_in(again) == lives.digest_in(first)
    other = factories.ImageFactory(file__color="red", file__filename="other.jpg")
    TwinningImage.objects.filter(pk=picture.pk).update(
        file=other.file.name, file_hash=other.get_file_hash()
    )
    picture.renditions.all().delete()
    again = TwinningImage.objects.get(pk=picture.pk).get_rendition(spec).file.name
    assert lives.digest_in(again)
    assert lives.digest_in(again) != lives.digest_in(first)


def test_all_that_are_made_together_have_such_names(picture) -> None:
    renditions.make(picture)
    names = [row.file.name for row in picture.renditions.all()]
    assert len(names) == len(renditions.specs(picture)) + 1, "and what link previews show"
    assert all(map(lives.digest_in, names))
    assert len(set(map(lives.digest_in, names))) == len(names)


def test_a_name_that_is_taken_still_says_what_is_in_it(picture) -> None:
    row = picture.get_rendition("width-400|format-webp")
    other = row.file.storage.save(row.file.name, ContentFile(row.file.read()))
    assert other != row.file.name
    assert lives.digest_in(other) == lives.digest_in(row.file.name)


@pytest.mark.parametrize(
    "name",
    [
        "images/bridge.width-400.format-webp.webp",
        "images/bridge.2e16d0ba.fill-10x10.format-webp.webp",
        "images/0123456789abcdef.width-400.jpg",
        "images/bridge.0123456789abcdef.max-165x165.jpg",
        "original_images/bridge.0123456789abcdef.jpg",
        "documents/images/bridge.0123456789abcdef.jpg",
        "images/0123456789abcdef.jpg",
        "images/bridge.0123456789abcdeg.jpg",
        "images/bridge.0123456789abcdef_abcdefg.jpg",
    ],
)
def test_no_other_name_is_kept_for_ever(name: str) -> None:
    assert lives.life_of(name) == AN_HOUR


def test_originals_and_renditions_from_before_are_kept_for_a_while(client, tree, picture) -> None:
    row = picture.get_rendition("width-400|format-webp")
    row.file.name = row.file.storage.save(
        "images/bridge.width-400.format-webp.webp", ContentFile(row.file.read())
    )
    row.save()
    for url in (row.url, picture.file.url):
        response = client.get(url)
        assert (response.status_code, response["Cache-Control"]) == (200, AN_HOUR)
        assert_conditional(client, url)
    row.file.storage.delete(row.file.name)
    with row.file.storage.open(row.file.name, "wb") as file:
        file.write(b"other")
    tagged = client.get(row.url, headers={"if-none-match": client.get(picture.file.url)["ETag"]})
    assert tagged.status_code == 200


def assert_conditional(client: Any, url: str) -> None:
    whole = client.get(url)
    tag, date = whole["ETag"], whole["Last-Modified"]
    same = [{"if-none-match": tag}, {"if-modified-since": date}]
    for headers in [*same, {"if-none-match": tag, "if-modified-since": http_date(0)}]:
        unchanged = client.get(url, headers=headers)
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert unchanged["ETag"] == tag
        assert unchanged["Cache-Control"] == whole["Cache-Control"]
    changed = client.get(url, headers={"if-none-match": '"other"', "if-modified-since": date})
    assert changed.status_code == 200
    head = client.head(url)
    assert (head.status_code, head["ETag"]) == (200, tag)
    assert head["Content-Length"] == str(len(b"".join(whole)))


def test_documents_are_kept_by_who_asked_and_no_one_else(client, tree) -> None:
    url = document_of().url
    response = client.get(url)
    assert (response.status_code, b"".join(response)) == (200, b"secret")
    assert response["Cache-Control"] == "private, max-age=600"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    unchanged = client.get(url, headers={"if-none-match": response["ETag"]})
    assert (unchanged.status_code, unchanged["Cache-Control"]) == (304, "private, max-age=600")
    assert client.get(url.replace("minutes", "hours")).status_code == 404

"""Files on the local disk: pictures are public, documents go through Wagtail."""

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction


def test_pictures_are_served(client, tree, picture) -> None:
    rendition = picture.get_rendition("width-400|format-webp")
    response = client.get(rendition.url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")


def test_documents_are_not_served_past_wagtail(client, tree, settings) -> None:
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    document = get_document_model().objects.create(
        title="Minutes", file=ContentFile(b"secret", name="minutes.txt"), collection=collection
    )
    assert document.file.url.startswith("/media/documents/")
    assert client.get(document.file.url).status_code == 404
    assert client.get(document.url).status_code == 302, "to the login"
    assert client.get("/media/images/../documents/minutes.txt").status_code == 404
    assert client.get("/media/images/").status_code == 404

"""Documents that lie in a bucket: Wagtail decides who is told where, and they are downloads."""

from typing import Any
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from twinning.media.models import TwinningDocument

pytestmark = pytest.mark.django_db


def document_of(**fields: Any) -> TwinningDocument:
    file = ContentFile(b"%PDF-1.7 What was said", name="Protokół.pdf")
    return TwinningDocument.objects.create(title="Minutes", file=file, **fields)


@pytest.fixture
def restricted(store) -> Any:
    """Makes a document in a collection that is restricted in some way."""

    def make(how: str) -> TwinningDocument:
        collection = Collection.get_first_root_node().add_child(name="Private")
        CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=how, password="open"
        )
        return document_of(collection=collection)

    return make


def test_whoever_may_have_one_is_led_to_a_download(client, store) -> None:
    response = client.get(document_of().url)
    assert response.status_code == 302
    assert response["Cache-Control"] == "private, no-store", "the address ends"
    assert response["Location"].startswith(f"{store.url}/media/documents/")
    with urlopen(response["Location"]) as answer:
        assert answer.read() == b"%PDF-1.7 What was said"
        told = answer.headers["Content-Disposition"]
    assert told == "attachment; filename*=utf-8''Protok%C3%B3%C5%82.pdf"


@pytest.mark.parametrize(("how", "status"), [("login", 302), ("password", 200)])
def test_whoever_may_not_is_told_no_address(client, store, restricted, how, status) -> None:
    response = client.get(restricted(how).url)
    assert response.status_code == status
    assert "no-store" in response["Cache-Control"]
    told = f"{response.headers}{response.content.decode()}"
    assert store.url not in told and "X-Amz-Signature" not in told


def test_whoever_has_logged_in_is_told(admin_client, store, restricted) -> None:
    response = admin_client.get(restricted("login").url)
    assert response["Location"].startswith(store.url)


def test_whoever_knows_the_password_is_told(client, store, restricted) -> None:
    document = restricted("password")
    restriction = CollectionViewRestriction.objects.get()
    form = {"password": "open", "return_url": document.url}
    client.post(reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk]), form)
    assert client.get(document.url)["Location"].startswith(store.url)

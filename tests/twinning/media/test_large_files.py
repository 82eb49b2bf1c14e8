"""Files that are so large that boto3 sends them to a bucket in parts."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from twinning.media.models import TwinningDocument

LARGE = b"What was said.\n" * (10 * 1024**2 // 15)


@pytest.fixture
def send(admin_client, db):
    """Upload a large document as an editor does; the status of the answer."""
    admin_client.raise_request_exception = False

    def post() -> int:
        file = ContentFile(LARGE, name="minutes.txt")
        form = {"title": "Minutes", "file": file, "collection": 1, "tags": ""}
        return int(admin_client.post(reverse("wagtaildocs:add"), form).status_code)

    return post


def test_it_arrives_whole_and_is_read_whole(send, store) -> None:
    assert send() == 302
    file = TwinningDocument.objects.get().file
    assert store.files == {file.name: LARGE}
    assert store.said_of(file.name)["ETag"].endswith('-2"'), "in two parts"
    assert store.unfinished == 0
    with file.open("rb") as opened:
        assert opened.read() == LARGE


def test_what_is_broken_off_is_no_object_and_given_up(send, bucket) -> None:
    bucket.loses = {"PUT"}
    assert send() == 503
    assert not TwinningDocument.objects.exists()
    assert bucket.names == set()
    assert bucket.begun == 1 and bucket.uploads == {}, "the site has asked to abort it"


def test_whoever_may_not_abort_leaves_parts(send, bucket) -> None:
    """What the bucket's rule for unfinished uploads is for."""
    bucket.loses, bucket.refuses = {"PUT"}, {"DELETE"}
    assert send() == 503
    assert bucket.names == set() and len(bucket.uploads) == 1

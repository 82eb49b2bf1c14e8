"""What production stores in an S3 bucket and under which addresses, as its server sees it."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.test_settings import NEEDED, shell
from tests.tools.bucket import Bucket, serving

PRIVATE = "private_images/0123456789abcdef.width-400.format-webp.0123456789abcdef.webp"
MADE = "images/bridge.width-400.format-webp.0123456789abcdef.webp"

CODE = f"""
import json
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from twinning.media.models import TwinningDocument, TwinningImage, TwinningRendition
field = lambda model: model._meta.get_field("file").storage
names = [
    field(TwinningRendition).save({MADE!r}, ContentFile(b"made")),
    field(TwinningRendition).save("images/bridge.width-400.webp", ContentFile(b"old")),
    field(TwinningImage).save("original_images/bridge.jpg", ContentFile(b"original")),
    field(TwinningDocument).save("documents/minutes.txt", ContentFile(b"document")),
    field(TwinningRendition).save({PRIVATE!r}, ContentFile(b"private")),
    field(TwinningImage).save("private_images/0123456789abcdef.jpg", ContentFile(b"private")),
    field(TwinningDocument).save("documents/large.txt", ContentFile(b"in parts" * 1024**2 * 2)),
]
again = field(TwinningDocument).save("documents/minutes.txt", ContentFile(b"another"))
urls = [
    field(TwinningRendition).url(names[0]),
    field(TwinningDocument).url(names[3]),
    field(TwinningRendition).url(names[4]),
    field(TwinningImage).url(names[5]),
]
print(json.dumps([names, again, urls]))
"""


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    with serving() as kept:
        yield kept


def store(bucket: Bucket, **variables: str) -> Any:
    """What production says after it has stored a file of each kind."""
    result = shell(
        CODE,
        **NEEDED,
        AWS_STORAGE_BUCKET_NAME="media",
        AWS_S3_ENDPOINT_URL=bucket.url,
        AWS_S3_REGION_NAME="eu-west-2",
        AWS_ACCESS_KEY_ID="key",
        AWS_SECRET_ACCESS_KEY="secret",
        **variables,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_objects_say_how_long_they_may_be_kept(bucket: Bucket) -> None:
    names, again, (made, document, *private) = store(bucket)
    lives = [bucket.stored[f"/media/{name}"]["Cache-Control"] for name in names]
    assert lives == [
        "public, max-age=31536000, immutable",
        "public, max-age=3600",
        "private, max-age=600",
        "private, max-age=600",
        "private, no-store",
        "private, max-age=600",
        "private, max-age=600",
    ]
    assert again not in names, "two uploads of one name are two files"
    assert bucket.stored[f"/media/{names[0]}"]["Content-Type"] == "image/webp"
    assert made == f"{bucket.url}/media/{MADE}", "an address that does not end"
    assert "X-Amz-Signature=" in document or "Signature=" in document
    for url in private:
        assert "X-Amz-Expires=3600" in url or "Expires=" in url
        with urlopen(url) as response:
            assert response.read() == b"private"
        with pytest.raises(HTTPError, match="403"):
            urlopen(url.partition("?")[0])


def test_objects_are_encrypted_and_left_to_the_buckets_policy(bucket: Bucket) -> None:
    store(bucket, AWS_S3_ENCRYPTION="aws:kms", AWS_S3_KMS_KEY_ID="our-key")
    assert bucket.begun == 1, "one is sent in parts"
    assert len(bucket.stored) == 8
    for headers in bucket.stored.values():
        assert headers["x-amz-server-side-encryption"] == "aws:kms"
        assert headers["x-amz-server-side-encryption-aws-kms-key-id"] == "our-key"
        assert "x-amz-acl" not in headers
        assert not [name for name in headers if name.lower().startswith("x-amz-grant")]


def test_only_what_is_public_has_the_address_of_the_cdn(bucket: Bucket) -> None:
    _names, _again, (made, *signed) = store(bucket, AWS_S3_CUSTOM_DOMAIN="cdn.example.org")
    assert made == f"https://cdn.example.org/{MADE}"
    assert [url for url in signed if not url.startswith(f"{bucket.url}/media/")] == []

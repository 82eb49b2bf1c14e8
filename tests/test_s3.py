"""What production stores in an S3 bucket and under which addresses, as its server sees it."""

import json
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.test_settings import NEEDED, shell
from tests.tools.bucket import serving
from tests.tools.s3 import Store

ENCRYPTED = {"AWS_S3_ENCRYPTION": "aws:kms", "AWS_S3_KMS_KEY_ID": "our-key"}
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


def store_files(url: str, **variables: str) -> Any:
    """What production says after it has stored a file of each kind in the bucket at an address."""
    result = shell(
        CODE,
        **NEEDED,
        AWS_STORAGE_BUCKET_NAME="media",
        AWS_S3_ENDPOINT_URL=url,
        AWS_S3_REGION_NAME="eu-west-2",
        AWS_ACCESS_KEY_ID="key",
        AWS_SECRET_ACCESS_KEY="secret",
        **variables,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_objects_say_how_long_they_may_be_kept(store: Store) -> None:
    names, again, (made, document, *private) = store_files(store.url)
    lives = [store.said_of(name)["CacheControl"] for name in names]
    assert lives == [
        "public, max-age=31536000, immutable",
        "public, max-age=3600",
        "private, max-age=600",
        "private, max-age=600",
        "private, no-store",
        "private, max-age=600",
        "private, max-age=600",
    ]
    assert store.names == {*names, again} and again not in names, "two of one name are two files"
    assert store.said_of(names[0])["ContentType"] == "image/webp"
    assert made == f"{store.url}/media/{MADE}", "an address that does not end"
    with urlopen(made) as response:
        assert response.read() == b"made", "which the bucket's policy lets anybody read"
    for url, content in zip(
        [document, *private], [b"document", b"private", b"private"], strict=True
    ):
        assert "X-Amz-Expires=3600" in url and "X-Amz-Signature=" in url
        with urlopen(url) as response:
            assert response.read() == content
        with pytest.raises(HTTPError, match="403"):
            urlopen(url.partition("?")[0])


def test_objects_are_encrypted(moto: Store) -> None:
    names, again, _urls = store_files(moto.url, **ENCRYPTED)
    for name in (*names, again):
        said = moto.said_of(name)
        assert (said["ServerSideEncryption"], said["SSEKMSKeyId"]) == ("aws:kms", "our-key")
    assert moto.said_of(names[-1])["ETag"].endswith('-2"'), "one is sent in parts"


def test_who_may_read_is_left_to_the_policy_and_to_addresses_that_end() -> None:
    """As is seen in what is sent: most ACLs leave nothing to be seen afterwards."""
    with serving() as bucket:
        _names, _again, (made, *signed) = store_files(bucket.url, **ENCRYPTED)
        assert bucket.begun == 1 and len(bucket.stored) == 8
        for headers in bucket.stored.values():
            assert headers["x-amz-server-side-encryption-aws-kms-key-id"] == "our-key"
            assert "x-amz-acl" not in headers
            assert not [name for name in headers if name.lower().startswith("x-amz-grant")]
        bucket.ahead = timedelta(hours=1, seconds=1)
        for url in signed:
            with pytest.raises(HTTPError, match="403"):
                urlopen(url)
        with urlopen(made) as response:
            assert response.read() == b"made"


def test_only_what_is_public_has_the_address_of_the_cdn(moto: Store) -> None:
    _names, _again, (made, *signed) = store_files(moto.url, AWS_S3_CUSTOM_DOMAIN="cdn.example.org")
    assert made == f"https://cdn.example.org/{MADE}"
    assert [url for url in signed if not url.startswith(f"{moto.url}/media/")] == []

"""The tests' S3 servers agree: what tests see on our own, which has faults, is what S3 does."""

from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from botocore.exceptions import ClientError

from tests.tools import bucket
from tests.tools.bucket import LEAST_PART, NAME, md5_of
from tests.tools.s3 import Store

ENCRYPTED = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "our-key"}


def begin(store: Store, key: str, **options: Any) -> dict[str, str]:
    """What names an upload in parts."""
    begun = store.client.create_multipart_upload(Bucket=NAME, Key=key, **options)
    return {"Bucket": NAME, "Key": key, "UploadId": begun["UploadId"]}


def complete(store: Store, upload: dict[str, str], contents: list[bytes], **etags: str) -> Any:
    parts = []
    for number, content in enumerate(contents, start=1):
        said = store.client.upload_part(**upload, PartNumber=number, Body=content)
        parts.append({"PartNumber": number, "ETag": etags.get(f"of_{number}", said["ETag"])})
    return store.client.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})


def presigned(store: Store, key: str, seconds: int) -> str:
    asked = {"Bucket": NAME, "Key": key}
    return str(store.client.generate_presigned_url("get_object", asked, ExpiresIn=seconds))


def test_an_object_says_what_was_stored_with_it(store: Store) -> None:
    said = store.client.put_object(
        Bucket=NAME, Key="a.txt", Body=b"abc", CacheControl="no-store", ContentType="text/plain",
        **ENCRYPTED,
    )  # fmt: skip
    assert said["ETag"] == f'"{md5_of(b"abc")}"'
    for found in (store.said_of("a.txt"), store.client.get_object(Bucket=NAME, Key="a.txt")):
        assert found["ETag"] == said["ETag"]
        assert found["CacheControl"] == "no-store" and found["ContentType"] == "text/plain"
        assert {name: found[name] for name in ENCRYPTED} == ENCRYPTED
        assert found["ContentLength"] == 3
    some = store.client.get_object(Bucket=NAME, Key="a.txt", Range="bytes=1-1")
    assert (some["Body"].read(), some["ContentRange"]) == (b"b", "bytes 1-1/3")
    assert some["ETag"] == said["ETag"]


def test_what_is_sent_in_parts_has_an_etag_of_its_own(store: Store) -> None:
    contents = [b"a" * LEAST_PART, b"b"]
    upload = begin(store, "large.txt", **ENCRYPTED)
    assert store.names == set() and store.unfinished == 1
    etag = complete(store, upload, contents)["ETag"]
    digests = b"".join(bytes.fromhex(md5_of(content)) for content in contents)
    assert etag == f'"{md5_of(digests)}-2"' == store.said_of("large.txt")["ETag"]
    assert store.said_of("large.txt")["SSEKMSKeyId"] == "our-key"
    assert store.files == {"large.txt": b"".join(contents)} and store.unfinished == 0
    store.put("large.txt", b"small")
    assert store.said_of("large.txt")["ETag"] == f'"{md5_of(b"small")}"'


def test_parts_that_are_not_right_make_no_object(store: Store) -> None:
    upload = begin(store, "large.txt")
    with pytest.raises(ClientError, match="EntityTooSmall"):
        complete(store, upload, [b"a", b"b"])
    with pytest.raises(ClientError, match="InvalidPart"):
        complete(store, upload, [b"a"], of_1=f'"{md5_of(b"b")}"')
    assert store.names == set() and store.unfinished == 1
    store.client.abort_multipart_upload(**upload)
    assert store.unfinished == 0


def test_a_listing_tells_files_from_folders(store: Store) -> None:
    for name in ("a/one.txt", "a/two & three.txt", "a/b/four.txt", "c.txt"):
        store.put(name, b"abc")
    pages = store.client.get_paginator("list_objects_v2").paginate(
        Bucket=NAME, Prefix="a/", Delimiter="/"
    )
    found = list(pages)
    files = {file["Key"]: file for page in found for file in page.get("Contents", [])}
    folders = [inner["Prefix"] for page in found for inner in page.get("CommonPrefixes", [])]
    assert files.keys() == {"a/one.txt", "a/two & three.txt"} and folders == ["a/b/"]
    assert files["a/one.txt"]["ETag"] == f'"{md5_of(b"abc")}"'
    assert files["a/one.txt"]["Size"] == 3


def test_what_is_not_there_is_named_so(store: Store) -> None:
    with pytest.raises(ClientError, match="NoSuchKey"):
        store.read("a.txt")
    store.put("a.txt", b"abc")
    store.delete("a.txt")
    store.delete("a.txt")
    assert store.names == set()


def test_whoever_does_not_sign_reads_renditions_alone(store: Store) -> None:
    for name in ("images/a.webp", "original_images/a.jpg", "documents/a.txt"):
        store.put(name, b"abc")
        address = presigned(store, name, 60)
        with urlopen(address) as response:
            assert response.read() == b"abc"
        plain = address.partition("?")[0]
        if name.startswith("images/"):
            with urlopen(plain) as response:
                assert response.read() == b"abc"
        else:
            with pytest.raises(HTTPError, match="403"):
                urlopen(plain)


def test_a_signature_lasts_as_long_as_it_says() -> None:
    """On our own server: to moto's it lasts for ever."""
    with bucket.serving() as kept:
        store = Store(kept.url)
        store.put("documents/a.txt", b"abc")
        address = presigned(store, "documents/a.txt", 3600)
        kept.ahead = timedelta(minutes=59)
        with urlopen(address) as response:
            assert response.read() == b"abc"
        kept.ahead = timedelta(hours=1, seconds=1)
        with pytest.raises(HTTPError, match="403"):
            urlopen(address)

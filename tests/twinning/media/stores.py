"""Models whose files lie in a bucket."""

from tests.tools.bucket import NAME
from twinning.media.models import TwinningDocument, TwinningImage, TwinningRendition
from twinning.media.storages import BucketStorage, RenditionStorage

OPTIONS = {
    "bucket_name": NAME,
    "region_name": "eu-west-2",
    "access_key": "key",
    "secret_key": "secret",
    "file_overwrite": False,
    "signature_version": "s3v4",
}


def use(monkeypatch, url: str) -> None:
    """Let all files lie in a bucket at an address."""
    options = {**OPTIONS, "endpoint_url": url}
    for model, storage in (
        (TwinningImage, BucketStorage(**options)),
        (TwinningDocument, BucketStorage(**options)),
        (TwinningRendition, RenditionStorage(**options, querystring_auth=False)),
    ):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", storage)

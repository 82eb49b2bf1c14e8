"""Other hosts that pages may load from: where uploads are."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.core.files.storage import InvalidStorageError, storages
from django.core.signals import setting_changed
from django.dispatch import receiver

#: The storages whose files pages show: uploads, and pictures in all sizes.
_SHOWN = ("default", "renditions")
_WEB = {"http", "https"}


@cache
def of_media() -> tuple[str, ...]:
    """Origins of storages at other hosts than the site's; none where uploads lie on the disk."""
    found = (_of_storage(alias) for alias in _SHOWN)
    return tuple(dict.fromkeys(origin for origin in found if origin))


@receiver(setting_changed)
def _forget(*, setting: str, **kwargs: Any) -> None:
    if setting == "STORAGES":
        of_media.cache_clear()


def _of_storage(alias: str) -> str:
    try:
        storage: Any = storages[alias]
    except InvalidStorageError:  # there is no such one
        return ""
    if domain := getattr(storage, "custom_domain", None):
        return f"{storage.url_protocol}//{domain}"
    if hasattr(storage, "unsigned_connection"):  # S3: the bucket's host, without asking anybody
        client = storage.unsigned_connection.meta.client
        parameters = {"Bucket": storage.bucket_name, "Key": "images/x"}
        return _origin(client.generate_presigned_url("get_object", Params=parameters))
    return _origin(str(getattr(storage, "base_url", "") or ""))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in _WEB and parts.netloc else ""

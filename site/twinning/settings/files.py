"""From what is known of an S3 bucket to Django's setting STORAGES."""

import os
import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .addresses import NAME, is_web

#: What `env` reads.
VARIABLES = (
    "AWS_STORAGE_BUCKET_NAME",
    "AWS_S3_ENDPOINT_URL",
    "AWS_S3_REGION_NAME",
    "AWS_S3_CUSTOM_DOMAIN",
    "AWS_S3_ADDRESSING_STYLE",
    "AWS_S3_ENCRYPTION",
    "AWS_S3_KMS_KEY_ID",
)
#: What django-storages and boto3 read: a key's name, and the key; those for S3 alone win.
CREDENTIALS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_S3_ACCESS_KEY_ID",
    "AWS_S3_SECRET_ACCESS_KEY",
)

_ENCRYPTIONS, _STYLES = ("", "AES256", "aws:kms"), ("", "auto", "path", "virtual")
_DOMAIN = re.compile(rf"{NAME}(:\d+)?", re.I)
#: As boto3 itself takes them, which asks only when it is used.
_BUCKET = re.compile(r"[\w.-]{1,255}|arn:\S+", re.A)
_REGION = re.compile(r"[a-z0-9]([a-z0-9-]{,61}[a-z0-9])?", re.I | re.A)


def storages(variables: dict[str, str], document_life: str) -> dict[str, Any]:
    """Storages in a bucket, by alias; none where no bucket is named.

    Args:
        variables: those of `VARIABLES`, empty where they are not set.
        document_life: the Cache-Control of documents and original pictures.

    Raises:
        ImproperlyConfigured: a variable has another form than it must have.
    """
    bucket, endpoint, region, domain, style, encryption, key = (variables[v] for v in VARIABLES)
    _check_names(bucket, region)
    _check(endpoint, domain, style, encryption, key)
    if not bucket:
        return {}
    named = {"endpoint_url": endpoint, "region_name": region, "addressing_style": style}
    stored = {"ServerSideEncryption": encryption, "SSEKMSKeyId": key}
    stored = {name: value for name, value in stored.items() if value}
    options = {
        "bucket_name": bucket,
        **{name: value for name, value in named.items() if value},
        "file_overwrite": False,  # two uploads of one name are two files
        "default_acl": None,  # who may read what is for the bucket's policy to say
        "signature_version": "s3v4",  # what is encrypted by a key of KMS asks for it
    }
    # Addresses of originals and documents end, and those of renditions may be a CDN's.
    private = {**options, "object_parameters": {"CacheControl": document_life, **stored}}
    public = {**options, "querystring_auth": False, "object_parameters": stored}
    if domain:
        public["custom_domain"] = domain
    return {
        "default": {"BACKEND": "twinning.media.storages.BucketStorage", "OPTIONS": private},
        "renditions": {"BACKEND": "twinning.media.storages.RenditionStorage", "OPTIONS": public},
    }


def check_credentials(given: dict[str, str]) -> None:
    """None may be there (a machine has others), but not half of them.

    Args:
        given: those of `CREDENTIALS`, empty where they are not set.

    Raises:
        ImproperlyConfigured: there is a name without its key, or a key without its name.
    """
    for name, key in (CREDENTIALS[:2], CREDENTIALS[2:]):
        if bool(given[name]) != bool(given[key]):
            there, missing = (name, key) if given[name] else (key, name)
            raise ImproperlyConfigured(f"{missing} is missing, which goes with {there}.")


def folder(name: str, path: Path) -> Path:
    """Where a folder is, or will be.

    Raises:
        ImproperlyConfigured: something else is there.
    """
    if os.path.exists(path) and not os.path.isdir(path):
        raise ImproperlyConfigured(f"{name} is no folder.")
    return path


def file(name: str, path: Path) -> Path:
    """Where a file is, or will be.

    Raises:
        ImproperlyConfigured: a folder is there.
    """
    if os.path.isdir(path):
        raise ImproperlyConfigured(f"{name} is a folder; name a file.")
    return path


def _check_names(bucket: str, region: str) -> None:
    if bucket and not _BUCKET.fullmatch(bucket):
        raise ImproperlyConfigured("AWS_STORAGE_BUCKET_NAME is a name, without s3:// or /.")
    if region and not _REGION.fullmatch(region):
        raise ImproperlyConfigured("AWS_S3_REGION_NAME is a name such as eu-west-2.")


def _check(endpoint: str, domain: str, style: str, encryption: str, key: str) -> None:
    if endpoint and not is_web(endpoint):
        raise ImproperlyConfigured("AWS_S3_ENDPOINT_URL is an address such as https://s3.example.")
    if domain and not _DOMAIN.fullmatch(domain):
        raise ImproperlyConfigured("AWS_S3_CUSTOM_DOMAIN is a host's name, without https:// or /.")
    if style not in _STYLES:
        raise ImproperlyConfigured("AWS_S3_ADDRESSING_STYLE must be auto, path or virtual.")
    if encryption not in _ENCRYPTIONS:
        raise ImproperlyConfigured("AWS_S3_ENCRYPTION must be AES256 or aws:kms.")
    if key and encryption != "aws:kms":
        raise ImproperlyConfigured("AWS_S3_KMS_KEY_ID needs AWS_S3_ENCRYPTION=aws:kms.")

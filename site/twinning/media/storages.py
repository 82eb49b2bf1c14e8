"""Where files lie: the local disk, or an S3 bucket that may be away at any time."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import PurePosixPath
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import FileSystemStorage, Storage
from django.db import transaction
from django.utils.http import content_disposition_header
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

from twinning.media import folders, signed, stored
from twinning.media.errors import StoreAwayError
from twinning.media.lives import life_of

logger = logging.getLogger(__name__)

#: Seconds that the bucket's server may take to be reached, and to say something; and how often.
CONNECT, READ, ATTEMPTS = 3, 8, 2
#: Statuses of a server that is there, and does not do what it is asked for.
_REFUSALS = {400, 403}

#: boto3 makes clients for one thread at a time.
_making = threading.RLock()


@cache
def _session(**credentials: Any) -> boto3.Session:
    """One for the process: each has a description of S3 of its own, which takes 13 MB."""
    return boto3.Session(**credentials)


class Careful(Storage):
    """Files go with the rows that name them.

    What is stored for a row that is rolled back is deleted (`stored.watched`). What is deleted
    in a request's transaction is deleted with its commit: a row that is rolled back has its file.
    """

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        """As Django."""
        kept: str = super().save(name, content, max_length)
        stored.note(kept)
        return kept

    def delete(self, name: str) -> None:
        """As Django; where the server is away, it is done later."""
        if not stored.is_named_by_rows(name):
            self.delete_now(name)
        elif stored.is_watched() and transaction.get_connection().in_atomic_block:
            transaction.on_commit(partial(self._delete_or_owe, name))
        else:
            self._delete_or_owe(name)

    def delete_now(self, name: str) -> None:
        """Delete a file.

        Raises:
            StoreAwayError: the server does not answer.
        """
        super().delete(name)

    def answers(self) -> bool:
        """Whether files can be stored just now."""
        raise NotImplementedError

    def _delete_or_owe(self, name: str) -> None:
        try:
            self.delete_now(name)
        except StoreAwayError:
            stored.delete_later(name)


class CarefulFileSystemStorage(Careful, FileSystemStorage):
    """A folder of the local disk."""

    def answers(self) -> bool:
        """Whether the folder, or that in which it will be made, can be written to."""
        folder = self.location
        while not os.path.exists(folder) and os.path.dirname(folder) != folder:
            folder = os.path.dirname(folder)
        return os.access(folder, os.W_OK)


@contextmanager
def _answering() -> Iterator[None]:
    """Turns what boto3 says of a server that is away, or refuses, into our own error."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        logger.warning("The bucket refuses %s: %s", error.operation_name, code)
        raise StoreAwayError("The store of files refuses.") from error
    except (BotoCoreError, Boto3Error, HTTPError, RetriesExceededError) as error:
        logger.warning("The bucket does not answer: %s", type(error).__name__)
        raise StoreAwayError("The store of files does not answer.") from error


def _is_refusal(error: BaseException | None) -> bool:
    """Whether the server has said that it does not do what it was asked for."""
    if not isinstance(error, ClientError):
        return False
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") in _REFUSALS


class BucketStorage(Careful, S3Storage):
    """An S3 bucket that nobody waits for long: all its errors are `StoreAwayError`."""

    def __init__(self, **options: Any) -> None:
        style: Any = {"addressing_style": options.get("addressing_style")}
        # Not among the options, which are written into tasks as JSON.
        self.client_config = Config(
            connect_timeout=CONNECT,
            read_timeout=READ,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            s3=style,
            signature_version=options.get("signature_version"),
        )
        super().__init__(**{"client_config": self.client_config, **options})

    @property
    def connection(self) -> Any:
        """As S3Storage: of each thread its own."""
        with _making:
            return super().connection

    @property
    def unsigned_connection(self) -> Any:
        """As S3Storage."""
        with _making:
            return super().unsigned_connection

    def _create_session(self) -> boto3.Session:
        if self.session_profile:
            return _session(profile_name=self.session_profile)
        return _session(
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            aws_session_token=self.security_token,
        )

    def answers(self) -> bool:
        """Whether the server answers for the bucket: also that we may not list what is in it.

        Not that it does not know us, or no longer.
        """
        client = self.connection.meta.client
        try:
            client.head_bucket(Bucket=self.bucket_name)
        except ClientError as error:
            return _is_refusal(error) and self._is_known()
        except BotoCoreError:
            return False
        return True

    def _is_known(self) -> bool:
        """Whether a server that refuses does so in spite of our key; a HEAD's answer has no why."""
        client = self.connection.meta.client
        try:
            client.list_objects_v2(Bucket=self.bucket_name, MaxKeys=1)
        except ClientError as error:
            return error.response.get("Error", {}).get("Code") == "AccessDenied"
        except BotoCoreError:
            return False
        return True

    def delete_now(self, name: str) -> None:
        """As `Careful.delete_now`."""
        with _answering():
            S3Storage.delete(self, name)

    def exists(self, name: str) -> bool:
        """As Django."""
        with _answering():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        """As Django."""
        with _answering():
            return int(super().size(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """As Django: folders and files."""
        with _answering():
            inner, files = super().listdir(name)
            return inner, files

    def url(  # type: ignore[override]  # as S3Storage has it
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        """The address of an object; what is at a document's is a download, whatever it holds."""
        if self.querystring_auth:
            signed.note(name)
            if name.startswith(folders.DOCUMENTS):
                told = content_disposition_header(True, PurePosixPath(name).name)
                parameters = {"ResponseContentDisposition": told, **(parameters or {})}
        return str(S3Storage.url(self, name, parameters, expire, http_method))

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _answering():
            file = super()._open(name, mode)
            if "r" in mode:
                _ = file.file  # is read now, and not when nobody expects an error any more
            return file

    def _save(self, name: str, content: Any) -> str:
        stored.note(name, is_confirmed=False)  # the answer may be lost, and the object is there
        try:
            with _answering():
                return str(super()._save(name, content))
        except StoreAwayError as error:
            if _is_refusal(error.__cause__):
                stored.forget(name)
            raise


class RenditionStorage(BucketStorage):
    """Says with each rendition how long it may be kept, as its name tells.

    Its addresses must be public, or no page that names one could be kept either. Those of private
    pictures, which only the admin names, are signed and end.
    """

    def url(  # type: ignore[override]  # as S3Storage has it
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        """The address of an object."""
        if not folders.is_private(name):
            return super().url(name, parameters, expire, http_method)
        signed.note(name)
        key = self._normalize_name(name)
        return str(
            self.connection.meta.client.generate_presigned_url(
                "get_object",
                Params={**(parameters or {}), "Bucket": self.bucket.name, "Key": key},
                ExpiresIn=self.querystring_expire if expire is None else expire,
                HttpMethod=http_method,
            )
        )

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """What is stored with an object."""
        parameters: dict[str, Any] = super().get_object_parameters(name)
        return {**parameters, "CacheControl": life_of(name)}

"""S3 for the tests: moto's server, which is not ours, and what any client sees in a bucket.

`moto` is a bucket of it, `store` one of it and then one of `bucket.py`: what is asked of `store`
holds on both. Faults, and what was sent, are for `bucket.py` alone.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest
from botocore.config import Config

from tests.tools import bucket
from tests.tools.bucket import NAME
from tests.tools.running import free_port

REGION = "eu-west-2"
#: Seconds within which a new server must answer.
WAIT = 60
#: How many objects a listing names at once, so that none of the tests' is listed at one go.
PAGE = 2
DOCS = Path(__file__).resolve().parents[2] / "docs/operations.md"


@lru_cache(maxsize=4)
def _client(url: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        config=Config(s3={"addressing_style": "path"}, signature_version="s3v4"),
    )


@dataclass(frozen=True)
class Store:
    """What lies in the bucket at an address, as an S3 client sees it."""

    url: str

    @property
    def client(self) -> Any:
        """boto3's own."""
        return _client(self.url)

    @property
    def names(self) -> set[str]:
        """The names of all objects."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=NAME)
        return {found["Key"] for page in pages for found in page.get("Contents", [])}

    @property
    def files(self) -> dict[str, bytes]:
        """All objects by name."""
        return {name: self.read(name) for name in self.names}

    @property
    def unfinished(self) -> int:
        """How many objects are being sent in parts, and were neither completed nor given up."""
        return len(self.client.list_multipart_uploads(Bucket=NAME).get("Uploads", []))

    def read(self, name: str) -> bytes:
        content: bytes = self.client.get_object(Bucket=NAME, Key=name)["Body"].read()
        return content

    def said_of(self, name: str) -> dict[str, Any]:
        """What the server says of an object: `CacheControl`, `ContentType`, `ETag` and the like."""
        said: dict[str, Any] = self.client.head_object(Bucket=NAME, Key=name)
        return said

    def put(self, name: str, content: bytes) -> None:
        self.client.put_object(Bucket=NAME, Key=name, Body=content)

    def delete(self, *names: str) -> None:
        for name in names:
            self.client.delete_object(Bucket=NAME, Key=name)


def policy() -> str:
    """What docs/operations.md says that anybody may read, for the tests' bucket."""
    [said] = re.findall(r'^\{"Version".*\}$', DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    return json.dumps(json.loads(said.replace("twinning-media", NAME)))


@contextmanager
def moto_server(log: Path) -> Iterator[str]:
    """Moto's server in a process of its own, and its address.

    Args:
        log: where it writes.

    Raises:
        RuntimeError: it does not answer; the message has what it wrote.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    variables = {**os.environ, "MOTO_S3_DEFAULT_MAX_KEYS": str(PAGE)}
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=variables)
    try:
        if not _answers(url, process):
            raise RuntimeError(log.read_text(encoding="utf-8", errors="replace"))
        yield url
    finally:
        process.kill()  # nothing to save
        process.wait()


@pytest.fixture(scope="session")
def _moto_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with moto_server(tmp_path_factory.mktemp("moto") / "log") as url:
        yield url


@pytest.fixture
def moto(_moto_server: str) -> Store:
    """An empty bucket of moto's, under the policy that docs ask for."""
    urlopen(Request(f"{_moto_server}/moto-api/reset", method="POST")).close()
    store = Store(_moto_server)
    place: Any = {"LocationConstraint": REGION}
    store.client.create_bucket(Bucket=NAME, CreateBucketConfiguration=place)
    store.client.put_bucket_policy(Bucket=NAME, Policy=policy())
    return store


@pytest.fixture(params=["moto", "ours"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty bucket of moto's, and one of our own server."""
    if request.param == "moto":
        yield request.getfixturevalue("moto")
        return
    with bucket.serving() as kept:
        yield Store(kept.url)


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"{url}/moto-api/data.json", timeout=5):
                return True
        except OSError:
            time.sleep(0.05)
    return False

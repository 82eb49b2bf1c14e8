"""What production stores in an S3 bucket and under which addresses, as its server sees it."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.test_settings import NEEDED, shell

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
]
again = field(TwinningDocument).save("documents/minutes.txt", ContentFile(b"another"))
urls = [field(TwinningRendition).url(names[0]), field(TwinningDocument).url(names[3])]
print(json.dumps([names, again, urls]))
"""


@dataclass
class Bucket:
    """A server that keeps what is put into it: headers by path."""

    url: str = ""
    stored: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    kept = Bucket()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            kept.stored[self.path.split("?")[0]] = self.headers
            self.reply(200)

        def do_HEAD(self) -> None:
            self.reply(200 if self.path in kept.stored else 404)

        def reply(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.send_header("ETag", '"0"')
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


def test_objects_say_how_long_they_may_be_kept(bucket: Bucket) -> None:
    result = shell(
        CODE,
        **NEEDED,
        AWS_STORAGE_BUCKET_NAME="media",
        AWS_S3_ENDPOINT_URL=bucket.url,
        AWS_S3_REGION_NAME="eu-west-2",
        AWS_ACCESS_KEY_ID="key",
        AWS_SECRET_ACCESS_KEY="secret",
    )
    assert result.returncode == 0, result.stderr
    names, again, (made, document) = json.loads(result.stdout)
    lives = [bucket.stored[f"/media/{name}"]["Cache-Control"] for name in names]
    assert lives == [
        "public, max-age=31536000, immutable",
        "public, max-age=3600",
        "private, max-age=600",
        "private, max-age=600",
    ]
    assert again not in names, "two uploads of one name are two files"
    assert bucket.stored[f"/media/{names[0]}"]["Content-Type"] == "image/webp"
    assert made == f"{bucket.url}/media/{MADE}", "an address that does not end"
    assert "X-Amz-Signature=" in document or "Signature=" in document

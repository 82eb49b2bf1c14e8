"""An S3 server with one bucket, as far as the site uses one, under the policy that docs ask for.

Whoever signs may do anything; whoever does not may read what lies in `images/`.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

NAME = "media"
NO_UPLOAD = b"<Error><Code>NoSuchUpload</Code></Error>"
#: What S3 wants of each part but the last, in bytes.
LEAST_PART = 5 * 1024**2


@dataclass
class Upload:
    """An object that is sent in parts, and is not whole yet."""

    headers: Any
    parts: dict[int, bytes] = field(default_factory=dict)


@dataclass
class Bucket:
    """What the server keeps, by path: headers and contents.

    Attributes:
        uploads: what is sent in parts, by the id of its upload, until it is whole or given up.
        begun: how many of them there have been.
        loses: methods whose answers get lost: what was asked for is done, and nobody is told.
        breaks: methods whose answers end in the middle.
        refuses: methods that nobody may use.
    """

    url: str = ""
    stored: dict[str, Any] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    begun: int = 0
    loses: set[str] = field(default_factory=set)
    breaks: set[str] = field(default_factory=set)
    refuses: set[str] = field(default_factory=set)

    @property
    def names(self) -> set[str]:
        """The names of all objects."""
        return {path.removeprefix(f"/{NAME}/") for path in self.contents}


class Server(ThreadingHTTPServer):
    """Serves a bucket."""

    def __init__(self, kept: Bucket) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept = kept


class Handler(BaseHTTPRequestHandler):
    """Answers one request after another."""

    protocol_version = "HTTP/1.1"
    server: Server

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.path).path)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))

    def parse_request(self) -> bool:
        """Nothing is done for whoever may not."""
        if not super().parse_request():
            return False
        if self.may():
            return True
        self.body()
        self.reply(403)
        return False

    def body(self) -> bytes:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_chunked = "aws-chunked" in self.headers.get("Content-Encoding", "")
        return _unchunked(body) if is_chunked else body

    def keep(self, headers: Any, body: bytes) -> None:
        self.server.kept.stored[self.key] = headers
        self.server.kept.contents[self.key] = body

    def do_PUT(self) -> None:
        body, query = self.body(), self.query
        if "uploadId" not in query:
            self.keep(self.headers, body)
            self.reply(200)
        elif upload := self.server.kept.uploads.get(query["uploadId"]):
            upload.parts[int(query["partNumber"])] = body
            self.reply(200)
        else:
            self.reply(404, NO_UPLOAD)

    def do_POST(self) -> None:
        """Begin an object that is sent in parts, or put it together."""
        body, kept = self.body(), self.server.kept
        if "uploads" in self.query:
            kept.begun += 1
            kept.uploads[str(kept.begun)] = Upload(self.headers)
            told = f"<UploadId>{kept.begun}</UploadId>"
            self.reply(200, f"<UploadResult>{told}</UploadResult>".encode())
            return
        upload = kept.uploads.pop(self.query["uploadId"], None)
        if upload is None:
            self.reply(404, NO_UPLOAD)
            return
        numbers = [int(number) for number in re.findall(rb"<PartNumber>(\d+)<", body)]
        parts = [upload.parts[number] for number in numbers]
        if any(len(part) < LEAST_PART for part in parts[:-1]):
            self.reply(400, b"<Error><Code>EntityTooSmall</Code></Error>")
            return
        self.keep(upload.headers, b"".join(parts))
        self.reply(200, b"<CompleteMultipartUploadResult/>")

    def do_HEAD(self) -> None:
        if self.key.strip("/") == NAME:  # the bucket itself
            self.reply(200)
        else:
            self.do_GET()

    def do_GET(self) -> None:
        if self.key.strip("/") == NAME:
            self.reply(200, self.listing().encode())
            return
        found = self.server.kept.contents.get(self.key)
        part = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if found is None:
            self.reply(404)
        elif found and part and self.command == "GET":
            some = found[int(part[1]) : int(part[2] or len(found)) + 1]
            end = int(part[1]) + len(some) - 1
            self.reply(206, some, {"Content-Range": f"bytes {part[1]}-{end}/{len(found)}"})
        else:
            told = self.query.get("response-content-disposition")
            self.reply(200, found, {"Content-Disposition": told} if told else None)

    def do_DELETE(self) -> None:
        kept = self.server.kept
        if upload := self.query.get("uploadId"):
            kept.uploads.pop(upload, None)
        else:
            kept.stored.pop(self.key, None)
            kept.contents.pop(self.key, None)
        self.reply(204)

    def listing(self) -> str:
        """The objects whose names begin as is asked for; none lies in a folder below."""
        prefix = self.query.get("prefix", "")
        names = sorted(name for name in self.server.kept.names if name.startswith(prefix))
        objects = "".join(f"<Contents><Key>{escape(name)}</Key></Contents>" for name in names)
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{objects}</ListBucketResult>"

    def reply(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        if self.command in self.server.kept.loses:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"0"')
        self.send_header("Last-Modified", "Mon, 05 Jan 2026 10:00:00 GMT")
        self.end_headers()
        if self.command in self.server.kept.breaks:
            self.close_connection = True
            body = body[: len(body) // 2]
        if self.command != "HEAD":
            self.wfile.write(body)

    def may(self) -> bool:
        if self.command in self.server.kept.refuses:
            return False
        signed = {"Signature", "X-Amz-Signature"} & self.query.keys()
        if signed or "Authorization" in self.headers:
            return True
        return self.command in {"GET", "HEAD"} and self.key.startswith(f"/{NAME}/images/")

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Bucket]:
    """A bucket, until the block ends."""
    kept = Bucket()
    server = Server(kept)
    kept.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _unchunked(body: bytes) -> bytes:
    """What botocore sends in pieces, each after its length in hexadecimal digits."""
    content = b""
    while body:
        size, _line, rest = body.partition(b"\r\n")
        length = int(size.partition(b";")[0], 16)
        if not length:
            break
        content += rest[:length]
        body = rest[length + 2 :]
    return content

"""An S3 server with one bucket, as far as the site uses one, under the policy that docs ask for.

Whoever signs may do anything; whoever does not may read what lies in `images/`.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

NAME = "media"


@dataclass
class Bucket:
    """What the server keeps, by path: headers and contents."""

    url: str = ""
    stored: dict[str, Any] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)

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

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = _unchunked(body)
        self.server.kept.stored[self.key] = self.headers
        self.server.kept.contents[self.key] = body
        self.reply(200)

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
        self.reply(404 if found is None else 200, found or b"")

    def do_DELETE(self) -> None:
        self.server.kept.stored.pop(self.key, None)
        self.server.kept.contents.pop(self.key, None)
        self.reply(204)

    def listing(self) -> str:
        """The objects whose names begin as is asked for; none lies in a folder below."""
        prefix = parse_qs(urlsplit(self.path).query).get("prefix", [""])[0]
        names = sorted(name for name in self.server.kept.names if name.startswith(prefix))
        objects = "".join(f"<Contents><Key>{escape(name)}</Key></Contents>" for name in names)
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{objects}</ListBucketResult>"

    def reply(self, status: int, body: bytes = b"") -> None:
        if not self.may():
            status, body = 403, b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"0"')
        self.send_header("Last-Modified", "Mon, 05 Jan 2026 10:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def may(self) -> bool:
        signed = {"Signature", "X-Amz-Signature"} & parse_qs(urlsplit(self.path).query).keys()
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

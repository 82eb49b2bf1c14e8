"""An S3 server of our own, which has faults when it is told to, and shows what it was sent.

It has one bucket, and knows what the site uses of S3. Whoever signs may do anything, with whatever
key, as long as the signature lasts; whoever does not may read what lies in `images/`. What needs
neither faults nor a look at what was sent is tested on moto's server as well (`s3.py`).
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

NAME = "media"
#: Headers that are stored with an object, and said with it.
SAID = ("Cache-Control", "Content-Disposition", "Content-Type")
SAID += ("x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id")
#: What S3 wants of each part but the last, in bytes.
LEAST_PART = 5 * 1024**2


def md5_of(content: bytes) -> str:
    """The ETag of what is sent at one go."""
    return md5(content, usedforsecurity=False).hexdigest()


@dataclass
class Upload:
    """An object that is sent in parts, and is not whole yet."""

    path: str
    headers: Any
    parts: dict[int, bytes] = field(default_factory=dict)


@dataclass
class Bucket:
    """What the server keeps, by path: headers and contents.

    Attributes:
        etags: of what was sent in parts; those of all else are the MD5 of their contents.
        ahead: how much later it is for the server than for everybody else.
        uploads: what is sent in parts, by the id of its upload, until it is whole or given up.
        begun: how many of them there have been.
        loses: methods whose answers get lost: what was asked for is done, and nobody is told.
        breaks: methods whose answers end in the middle.
        refuses: methods that nobody may use.
        why: the code that it refuses with.
    """

    url: str = ""
    stored: dict[str, Any] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    ahead: timedelta = timedelta()
    uploads: dict[str, Upload] = field(default_factory=dict)
    begun: int = 0
    loses: set[str] = field(default_factory=set)
    breaks: set[str] = field(default_factory=set)
    refuses: set[str] = field(default_factory=set)
    why: str = "AccessDenied"

    @property
    def names(self) -> set[str]:
        """The names of all objects."""
        return {path.removeprefix(f"/{NAME}/") for path in self.contents}

    def etag(self, path: str) -> str:
        """The ETag of an object."""
        return self.etags.get(path) or md5_of(self.contents[path])


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
        self.refuse(403, self.server.kept.why)
        return False

    def body(self) -> bytes:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_chunked = "aws-chunked" in self.headers.get("Content-Encoding", "")
        return _unchunked(body) if is_chunked else body

    def keep(self, headers: Any, body: bytes, etag: str = "") -> None:
        kept = self.server.kept
        kept.stored[self.key], kept.contents[self.key] = headers, body
        kept.etags.pop(self.key, None)
        if etag:
            kept.etags[self.key] = etag

    def do_PUT(self) -> None:
        body, query = self.body(), self.query
        if "uploadId" not in query:
            self.keep(self.headers, body)
            self.reply(200, headers={"ETag": f'"{md5_of(body)}"'})
        elif upload := self.server.kept.uploads.get(query["uploadId"]):
            upload.parts[int(query["partNumber"])] = body
            self.reply(200, headers={"ETag": f'"{md5_of(body)}"'})
        else:
            self.refuse(404, "NoSuchUpload")

    def do_POST(self) -> None:
        """Begin an object that is sent in parts, or put it together."""
        body, kept = self.body(), self.server.kept
        if "uploads" in self.query:
            kept.begun += 1
            kept.uploads[str(kept.begun)] = Upload(self.key, self.headers)
            told = f"<UploadId>{kept.begun}</UploadId>"
            self.reply(200, f"<UploadResult>{told}</UploadResult>".encode())
            return
        upload = kept.uploads.get(self.query["uploadId"])
        if upload is None:
            self.refuse(404, "NoSuchUpload")
            return
        told_parts = [(int(number), etag) for number, etag in _parts(body.decode())]
        if any(md5_of(upload.parts.get(number, b"")) != etag for number, etag in told_parts):
            self.refuse(400, "InvalidPart")
            return
        parts = [upload.parts[number] for number, _etag in told_parts]
        if any(len(part) < LEAST_PART for part in parts[:-1]):
            self.refuse(400, "EntityTooSmall")
            return
        del kept.uploads[self.query["uploadId"]]
        digests = b"".join(bytes.fromhex(etag) for _number, etag in told_parts)
        etag = f"{md5_of(digests)}-{len(parts)}"
        self.keep(upload.headers, b"".join(parts), etag)
        told = f"<ETag>&quot;{etag}&quot;</ETag>"
        answer = f"<CompleteMultipartUploadResult>{told}</CompleteMultipartUploadResult>"
        self.reply(200, answer.encode())

    def do_HEAD(self) -> None:
        if self.key.strip("/") == NAME:  # the bucket itself
            self.reply(403 if "HEAD" in self.server.kept.refuses else 200)
        else:
            self.do_GET()

    def do_GET(self) -> None:
        if self.key.strip("/") == NAME:
            told = self.unfinished() if "uploads" in self.query else self.listing()
            self.reply(200, told.encode())
            return
        found = self.server.kept.contents.get(self.key)
        part = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if found is None:
            self.refuse(404, "NoSuchKey")
        elif found and part and self.command == "GET":
            some = found[int(part[1]) : int(part[2] or len(found)) + 1]
            end = int(part[1]) + len(some) - 1
            told = f"bytes {part[1]}-{end}/{len(found)}"
            self.reply(206, some, {**self.said(), "Content-Range": told})
        else:
            self.reply(200, found, self.said())

    def said(self) -> dict[str, str]:
        """The headers of an object: what was stored with it, or else what is asked for."""
        kept = self.server.kept
        stored = kept.stored.get(self.key, {})
        said = {name: stored[name] for name in SAID if name in stored}
        if asked := self.query.get("response-content-disposition"):
            said["Content-Disposition"] = asked
        return {**said, "ETag": f'"{kept.etag(self.key)}"'}

    def do_DELETE(self) -> None:
        kept = self.server.kept
        if upload := self.query.get("uploadId"):
            kept.uploads.pop(upload, None)
        else:
            kept.stored.pop(self.key, None)
            kept.contents.pop(self.key, None)
            kept.etags.pop(self.key, None)
        self.reply(204)

    def listing(self) -> str:
        """The objects whose names begin as is asked for, and the folders below, if they are."""
        prefix, until = self.query.get("prefix", ""), self.query.get("delimiter", "")
        files, folders = [], set()
        for name in sorted(self.server.kept.names):
            if not name.startswith(prefix):
                continue
            inner, found, _rest = name[len(prefix) :].partition(until) if until else ("", "", "")
            if found:
                folders.add(prefix + inner + until)
            else:
                files.append(name)
        told = "".join(f"<Contents>{self.entry(name)}</Contents>" for name in files)
        for name in sorted(folders):
            told += f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>"
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{told}</ListBucketResult>"

    def entry(self, name: str) -> str:
        """What a listing says of an object."""
        kept, path = self.server.kept, f"/{NAME}/{name}"
        etag, size = kept.etag(path), len(kept.contents[path])
        return f"<Key>{escape(name)}</Key><ETag>&quot;{etag}&quot;</ETag><Size>{size}</Size>"

    def unfinished(self) -> str:
        """What is being sent in parts."""
        told = "".join(
            f"<Upload><Key>{escape(upload.path.removeprefix(f'/{NAME}/'))}</Key>"
            f"<UploadId>{number}</UploadId></Upload>"
            for number, upload in self.server.kept.uploads.items()
        )
        return f"<ListMultipartUploadsResult>{told}</ListMultipartUploadsResult>"

    def refuse(self, status: int, code: str) -> None:
        self.reply(status, f"<Error><Code>{code}</Code></Error>".encode())

    def reply(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        if self.command in self.server.kept.loses:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
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
        if "Authorization" in self.headers:
            return True
        if "X-Amz-Signature" in self.query:
            return not self.is_over()
        return self.command in {"GET", "HEAD"} and self.key.startswith(f"/{NAME}/images/")

    def is_over(self) -> bool:
        """Whether the time has passed for which an address was signed."""
        begun = datetime.strptime(self.query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        lasts = timedelta(seconds=int(self.query["X-Amz-Expires"]))
        return datetime.now(UTC) + self.server.kept.ahead > begun + lasts

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Bucket]:
    """A bucket, until the block ends."""
    kept = Bucket()
    server = Server(kept)
    kept.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _parts(told: str) -> list[tuple[str, str]]:
    """The numbers and ETags of the parts that an object is put together of."""
    number = re.compile(r"<PartNumber>(\d+)</PartNumber>")
    etag = re.compile(r"<ETag>(?:&quot;|\")?(\w+)(?:&quot;|\")?</ETag>")
    parts = re.findall(r"<Part>(.*?)</Part>", told, re.DOTALL)
    return [(number.findall(part)[0], etag.findall(part)[0]) for part in parts]


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

"""An answer as ready bytes: in every encoding, with its ETag, and the 304 that goes with it."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from http import HTTPStatus

import brotli

Headers = list[tuple[str, str]]
#: What a WSGI server takes: the status line, the headers, the body.
Ready = tuple[str, Headers, bytes]

#: Characters of Accept-Encoding; no browser sends a tenth of it.
LONGEST_ACCEPT = 500
#: Shorter bodies are not worth the work.
SHORTEST = 200
#: Bodies of these types are text, which becomes shorter.
_TEXT = ("text/", "application/json", "application/vnd.twinning", "application/xml", "image/svg")
#: Not those of a 304, which has no body (RFC 9110, 15.4.5).
_OF_THE_BODY = {"content-type", "content-length", "content-encoding"}


@dataclass(slots=True)
class Answer:
    """One answer. What a client can be given of it is made when one first asks for it.

    Args:
        generation: the name of that which it was made in.
        status: the HTTP status.
        headers: those of all encodings: without ETag, Content-Length and Content-Encoding.
        body: as it is.
        is_used: whether it has been asked for again.
    """

    generation: str
    status: int
    headers: Headers
    body: bytes
    is_used: bool = False
    _ready: dict[str, Ready] = field(default_factory=dict)
    _unchanged: dict[str, Ready] = field(default_factory=dict)
    _tag: str = ""

    @property
    def size(self) -> int:
        """The bytes that it takes, with the variants that it may come to have; roughly."""
        return len(self.body) * 3 // 2 + 2500

    @property
    def tag(self) -> str:
        """What the ETags of all its variants begin with."""
        if not self._tag:
            self._tag = tag_of(self.body)
        return self._tag

    def ready(self, encoding: str, if_none_match: str | None) -> Ready:
        """What a client is given.

        Args:
            encoding: `br`, `gzip` or empty, as `preferred_encoding` says.
            if_none_match: the header, where the client sent it.
        """
        if if_none_match is not None and self.status == HTTPStatus.OK:
            unchanged = self._unchanged.get(if_none_match) or self._compared(
                if_none_match, encoding
            )
            if unchanged is not None:
                return unchanged
        found = self._ready.get(encoding)
        if found is None:
            found = self._ready[encoding] = self._made(encoding if self._is_text() else "")
        return found

    def _is_text(self) -> bool:
        kind = dict(self.headers).get("Content-Type", "")
        return len(self.body) >= SHORTEST and kind.startswith(_TEXT)

    def _made(self, encoding: str) -> Ready:
        body = _ENCODERS[encoding](self.body)
        headers = [*self.headers, ("Content-Length", str(len(body)))]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        if self.status == HTTPStatus.OK:
            headers.append(("ETag", self._etag(encoding)))
        return f"{self.status} {HTTPStatus(self.status).phrase}", headers, body

    def _etag(self, encoding: str) -> str:
        """Strong: each encoding has its own (RFC 9110, 8.8.3)."""
        return f'"{self.tag}-{encoding}"' if encoding else f'"{self.tag}"'

    def _compared(self, if_none_match: str, encoding: str) -> Ready | None:
        """The 304 for a client that has one of ours, in whatever encoding; else None."""
        if if_none_match == "*":
            return self._not_modified(self._etag(encoding if self._is_text() else ""))
        given = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        ours = (tag for tag in map(self._etag, (encoding, *_ENCODERS)) if tag in given)
        tag = next(ours, None)
        return None if tag is None else self._not_modified(tag)

    def _not_modified(self, tag: str) -> Ready:
        found = self._unchanged.get(tag)
        if found is None:
            kept = [pair for pair in self.headers if pair[0].lower() not in _OF_THE_BODY]
            found = self._unchanged[tag] = ("304 Not Modified", [*kept, ("ETag", tag)], b"")
        return found

    # As other processes are told of it

    def dump(self) -> bytes:
        """As bytes, for `load`."""
        head = json.dumps([self.generation, self.status, self.headers]).encode()
        return head + b"\n" + zlib.compress(self.body, 1)

    @classmethod
    def load(cls, dumped: bytes) -> "Answer":
        """What `dump` made.

        Raises:
            ValueError: it did not.
        """
        head, _newline, body = dumped.partition(b"\n")
        try:
            generation, status, headers = json.loads(head)
            return cls(generation, status, [(k, v) for k, v in headers], zlib.decompress(body))
        except (TypeError, ValueError, zlib.error) as error:
            raise ValueError("This is no answer.") from error


def tag_of(body: bytes) -> str:
    """An ETag without its quotes: what differs in a byte has another one."""
    return blake2b(body, digest_size=16).hexdigest()


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=6, mtime=0)


def _brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=5))


_ENCODERS: dict[str, Callable[[bytes], bytes]] = {"": bytes, "gzip": _gzip, "br": _brotli}


def preferred_encoding(accept: str) -> str:
    """`br`, `gzip` or empty: the shortest that an Accept-Encoding header takes (RFC 9110, 12.5.3).

    A client that rates one higher than another is given that one.
    """
    return _preferred(accept) if len(accept) <= LONGEST_ACCEPT else ""


@lru_cache(maxsize=256)
def _preferred(accept: str) -> str:
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights[name] = _weight(parameters)
    otherwise = weights.get("*", 0.0)
    offered = [(weights.get(name, otherwise), name) for name in ("br", "gzip")]
    weight, best = max(offered, key=lambda pair: pair[0])
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else ""


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _equals, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0

"""Receivers of webhooks on this machine: real HTTP servers, each with its own manners."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook


@dataclass(frozen=True)
class Received:
    """A request that a receiver was sent."""

    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    @property
    def events(self) -> list[Any]:
        """The events in it."""
        return self.content["data"]["events"]

    def verify(self, secret: str) -> Any:
        """The body, as the reference library gives it where it believes the signature."""
        return Webhook(secret).verify(self.body, self.headers)


Manner = Callable[[BaseHTTPRequestHandler, int], bool]


@dataclass
class Receiver:
    """A server.

    Args:
        manner: answers; is given how many requests came before, and says whether it took this one.
        requests: all of them; taken: those that it said yes to.
    """

    manner: Manner
    requests: list[Received] = field(default_factory=list)
    taken: list[Received] = field(default_factory=list)
    port: int = 0
    _lock: Any = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def numbers(self) -> list[int]:
        """The numbers that `say` has given the events that it took, in their order."""
        return [event["data"]["number"] for each in self.taken for event in each.events]

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Read a request and answer it."""
        length = int(handler.headers["Content-Length"])
        received = Received(dict(handler.headers), handler.rfile.read(length))
        with self._lock:
            number = len(self.requests)
            self.requests.append(received)
        if self.manner(handler, number):
            with self._lock:
                self.taken.append(received)


def answers(status: int = 200, body: bytes = b"ok", **headers: str) -> Manner:
    """A receiver that always answers the same."""

    def manner(handler: BaseHTTPRequestHandler, number: int) -> bool:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        return 200 <= status < 300

    return manner


def now_and_then(*statuses: int) -> Manner:
    """One that answers these in turn, again and again."""
    return lambda handler, number: answers(statuses[number % len(statuses)])(handler, number)


def hangs(handler: BaseHTTPRequestHandler, number: int) -> bool:
    """One that says nothing, for longer than anybody waits."""
    time.sleep(3)
    return False


def drips(handler: BaseHTTPRequestHandler, number: int) -> bool:
    """One that never finishes the headers, and sends a little again and again."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    return _for_ever(handler, b"X-More: 1\r\n")


def streams(handler: BaseHTTPRequestHandler, number: int) -> bool:
    """One that says yes, and then never stops talking."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    _for_ever(handler, b"x" * 10)
    return True


def floods(handler: BaseHTTPRequestHandler, number: int) -> bool:
    """The same, as fast as it can."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    _for_ever(handler, b"x" * 65536, pause=0)
    return True


def _for_ever(handler: BaseHTTPRequestHandler, what: bytes, pause: float = 0.05) -> bool:
    ends = time.monotonic() + 5
    try:
        while time.monotonic() < ends:
            handler.wfile.write(what)
            handler.wfile.flush()
            time.sleep(pause)
    except OSError:  # the sender has had enough
        pass
    return False


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Senders hang up; that is no error."""


@contextmanager
def receiver(manner: Manner | None = None, wrap: Any = None) -> Iterator[Receiver]:
    """A receiver, stopped at the end; one that takes everything unless told otherwise.

    Args:
        wrap: makes its socket one with TLS.
    """
    found = Receiver(manner or answers())

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.serve(self)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    if wrap is not None:
        server.socket = wrap(server.socket)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()

"""Django's own application, asked for an answer that is not there yet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from twinning.delivery.answer import Answer, Headers
from twinning.delivery.keys import Known
from twinning.delivery.offers import TICKET, Ticket

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

#: When a request began to wait, by `time.monotonic`: for another that makes the same, say.
WAITS_SINCE = "twinning.waits_since"

#: Headers of which each encoding of an answer has its own, and each request.
_OWN = {"content-length", "content-encoding", "etag", "x-request-id"}


#: Headers of which our middleware has seen nothing: another one has put them on, further out.
_NOT_KEPT = {"content-encoding", "set-cookie"}


@dataclass
class Fetched:
    """What the application has answered, its body not yet read.

    Args:
        start: the arguments that the server's `start_response` gets.
        body: to be closed by whoever reads it, where it has `close` (PEP 3333).
        known: of the address, where the answer is offered to the cache; else None.
    """

    start: tuple[Any, ...] = ()
    body: Iterable[bytes] = field(default_factory=list)
    known: Known | None = None

    def pass_on(self, start_response: StartResponse, header: tuple[str, str]) -> Iterable[bytes]:
        """Give it to the server as it is, with one more header."""
        status, headers, *exc_info = self.start
        start_response(status, [header, *headers], *exc_info)
        return self.body

    def answer(self, generation: str) -> Answer:
        """Read it whole, as something to keep.

        Args:
            generation: the name of that which it was made in; empty where none is known.
        """
        try:
            body = b"".join(self.body)
        finally:
            if hasattr(self.body, "close"):
                self.body.close()
        status, headers = self.start[:2]
        kept: Headers = [pair for pair in headers if pair[0].lower() not in _OWN]
        return Answer(generation, int(status[:3]), kept, body)


def fetch(application: Application, environ: Environ, query: str | None = None) -> Fetched:
    """Have the application answer.

    Args:
        query: the query string without what the view does not look at, where that is known. So
            nothing of the rest can get into an answer that others will be given.
    """
    ticket = environ[TICKET] = Ticket()
    if query is not None:
        environ["QUERY_STRING"] = query
    fetched = Fetched()

    def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
        fetched.start = (status, headers, exc_info) if exc_info else (status, headers)
        return _refuse_write

    fetched.body = application(environ, start)
    _status, headers, *_rest = fetched.start
    if not any(name.lower() in _NOT_KEPT for name, _value in headers):
        fetched.known = ticket.known
    return fetched


def _refuse_write(data: bytes) -> None:
    """Django gives its bodies back; PEP 3333's older way is not taken here."""
    raise NotImplementedError

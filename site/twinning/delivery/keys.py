"""What makes two requests the same: scheme, host, path, and the parameters that the view knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

#: Of requests that are nobody's in particular.
SAFE = frozenset({"GET", "HEAD"})
#: Characters of a path and a query together, and of an origin or a host, beyond which a request is
#: nobody's in particular no more: keys take room as well.
LONGEST, LONGEST_HOST = 2000, 300


class Base(NamedTuple):
    """Where a request goes, without its parameters.

    Wagtail finds the site by the host's name and by the port that Django sees, which may be another
    than the one in `host`.
    """

    scheme: str
    host: str
    port: str
    path: str


class Key(NamedTuple):
    """What an answer is kept under: `query` as `Known.key` writes it."""

    base: Base
    query: str = ""
    origin: str = ""

    @property
    def size(self) -> int:
        """The bytes that it takes, roughly."""
        return 500 + 2 * (len(self.base.path) + len(self.base.host)) + len(self.query + self.origin)


@dataclass(frozen=True)
class Known:
    """What is known of all requests to one `Base`, once one has been answered.

    Args:
        parameters: the query parameters that the view looks at; None where that may be any.
        strict: whether the view refuses others, rather than not to look at them.
        varies_on_origin: whether answers differ by the Origin header.
    """

    parameters: frozenset[str] | None = None
    strict: bool = False
    varies_on_origin: bool = False

    def key(self, request: "Incoming") -> Key | None:
        """What the answer to a request is kept under; None where the view will refuse it."""
        query = _canonical(request.query, self.parameters, self.strict)
        origin = request.origin if self.varies_on_origin else ""
        return None if query is None else Key(request.base, query, origin)

    def is_whole(self, query: str) -> bool:
        """Whether the view looks at all that is in a query string."""
        every = frozenset(name for name, _value in _pairs(query))
        return self.parameters is None or every <= self.parameters


class Incoming(NamedTuple):
    """An anonymous request as it comes in."""

    base: Base
    query: str
    origin: str


class Requests:
    """Tells anonymous requests from others, as Django's settings say; they are read once."""

    def __init__(self) -> None:
        self._session = settings.SESSION_COOKIE_NAME
        self._forwarded_host = settings.USE_X_FORWARDED_HOST
        self._forwarded_port = settings.USE_X_FORWARDED_PORT
        self._proxy_header, self._proxy_https = settings.SECURE_PROXY_SSL_HEADER or ("", "")

    def incoming(self, environ: Mapping[str, Any]) -> Incoming | None:
        """An anonymous GET or HEAD, going where Django will see it go; None for all others.

        Args:
            environ: of WSGI (PEP 3333).
        """
        if environ["REQUEST_METHOD"] not in SAFE:
            return None
        if "HTTP_AUTHORIZATION" in environ or "HTTP_X_PAGE_ACCESS" in environ:
            return None
        if self._session in environ.get("HTTP_COOKIE", ""):
            return None
        host = environ.get("HTTP_HOST")
        if self._forwarded_host:
            host = environ.get("HTTP_X_FORWARDED_HOST", host)
        query = environ.get("QUERY_STRING", "")
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        origin = environ.get("HTTP_ORIGIN", "")
        if not host or len(path) + len(query) > LONGEST or len(host) + len(origin) > LONGEST_HOST:
            return None
        port = environ["SERVER_PORT"]
        if self._forwarded_port:
            port = environ.get("HTTP_X_FORWARDED_PORT", port)
        return Incoming(Base(self._scheme(environ), host, port, path), query, origin)

    def _scheme(self, environ: Mapping[str, Any]) -> str:
        value = environ.get(self._proxy_header) if self._proxy_header else None
        if value is None:
            return str(environ["wsgi.url_scheme"])
        return "https" if value.split(",", 1)[0].strip() == self._proxy_https else "http"


def _pairs(query: str) -> list[tuple[str, str]]:
    # Byte for byte: what is no UTF-8 must not become the same as something else.
    return parse_qsl(query, keep_blank_values=True, encoding="latin-1")


@lru_cache(maxsize=512)
def _canonical(query: str, parameters: frozenset[str] | None, strict: bool) -> str | None:
    if parameters is None or not query:
        return query
    pairs = _pairs(query)
    known = [pair for pair in pairs if pair[0] in parameters]
    if strict and len(known) < len(pairs):
        return None
    return urlencode(sorted(known, key=lambda pair: pair[0]), encoding="latin-1")

"""Asks a WSGI application as a server would, and holds it to PEP 3333."""

import gzip
import io
from dataclasses import dataclass
from typing import Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import brotli

from twinning.delivery.origin import Application
from twinning.wsgi import django_application

ALMELO = "/en/towns/almelo/"
RESOLVE = f"/api/content/v1/resolve/?path={ALMELO}"
_DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@dataclass
class Said:
    """What was answered: `raw` is the body as sent, `text` as it reads, `how` its Cache-Status."""

    status: int
    headers: dict[str, str]
    raw: bytes
    how: str = ""

    @property
    def text(self) -> str:
        return _DECODERS[self.headers.get("Content-Encoding", "")](self.raw).decode()


def environ(path: str, method: str = "GET", **headers: str) -> dict[str, Any]:
    """What a server makes of a request; headers are named as in WSGI, without HTTP_."""
    path, _mark, query = path.partition("?")
    made: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(),
    }
    setup_testing_defaults(made)
    made |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return made


def ask(application: Application, path: str, method: str = "GET", **headers: str) -> Said:
    """One request."""
    said: list[Any] = []

    def start(status: str, sent: list[tuple[str, str]], exc_info: Any = None):
        said[:] = [int(status[:3]), dict(sent)]
        return lambda data: None

    body = validator(application)(environ(path, method, **headers), start)
    try:
        raw = b"".join(body)
    finally:
        body.close()
    said[1].pop("X-Request-ID", None)  # each has its own; tests/twinning/observing asks for it
    return Said(*said, raw, said[1].pop("Cache-Status", ""))


class Counted:
    """Django's application, and how often it was asked."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def __call__(self, environ, start_response):
        self.calls.append(environ["PATH_INFO"])
        return django_application(environ, start_response)

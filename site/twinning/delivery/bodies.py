"""Bodies, received whole before a request takes a place in Django.

A server hands a body over as it comes. Who sends theirs slowly would hold one of the few places for
as long as they like; so they hold a thread, of which there are many.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO

from twinning import conf
from twinning.delivery.origin import Environ

#: Seconds in which a body must have come.
DEADLINE = 60.0
#: So much of it is waited for at once, in bytes; after each piece somebody looks at the clock.
_PIECE = 1024
#: More of it than so many bytes lies on the disk.
_IN_MEMORY = 256 * 1024


class TooSlow(Exception):
    """The body has not come in time."""


@contextmanager
def received(environ: Environ, seconds: float) -> Iterator[Environ]:
    """The request with its body at hand; as it is where it has none, or one too long to be taken.

    Raises:
        TooSlow: it has not come in this time.
    """
    length = _length(environ)
    if not 0 < length <= int(conf.get("BODY_BYTES")):
        yield environ
        return
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        _receive(environ["wsgi.input"], file, length, time.monotonic() + seconds)
        yield environ | {"wsgi.input": file}


def _receive(source: IO[bytes], file: IO[bytes], length: int, until: float) -> None:
    while length > 0:
        piece = source.read(min(length, _PIECE))
        if not piece:
            break  # Django says what is missing
        file.write(piece)
        length -= len(piece)
        if time.monotonic() > until:
            raise TooSlow
    file.seek(0)


def _length(environ: Environ) -> int:
    given = str(environ.get("CONTENT_LENGTH") or "0")
    return int(given) if given.isascii() and given.isdecimal() else 0

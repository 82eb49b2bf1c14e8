"""Bodies, received whole before a request takes a place in Django.

A server hands a body over as it comes. Who sends theirs slowly would hold one of the few places for
as long as they like; so they hold a thread, of which there are many, and not all of those.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO

from twinning import conf
from twinning.delivery.keys import SAFE
from twinning.delivery.origin import Environ

#: Seconds in which a body must have come, and bytes for each of which there is one second more.
DEADLINE, PACE = 60.0, 64 * 1024
#: So many are received at once by a process. Who sends nothing at all holds a thread for as long as
#: the connection stands: others are to be left for whoever reads.
AT_ONCE = 32
#: So much is waited for at once: little at first, as nobody looks at the clock meanwhile; then more
#: each time, as each piece has to wait for its turn beside those who render.
_FIRST, _LARGEST = 1024, 256 * 1024
#: More of it than so many bytes lies on the disk.
_IN_MEMORY = 256 * 1024


class Late(Exception):
    """The body has not come in time."""


class CutOff(Exception):
    """Less has come than was promised: whoever sent it has gone."""


class Crowded(Exception):
    """Too many are being received, or there is no room for one more."""


class Bodies:
    """What receives the bodies of a process.

    Args:
        at_once: so many.
        deadline: seconds for a short one.
    """

    def __init__(self, at_once: int = AT_ONCE, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._rooms = threading.BoundedSemaphore(at_once)

    @contextmanager
    def received(self, environ: Environ) -> Iterator[Environ]:
        """The request with its body at hand.

        As it is where Django reads none, or none of it since it is too long.

        Raises:
            Late, CutOff, Crowded: it is not at hand.
        """
        length = _length(environ)
        if environ["REQUEST_METHOD"] in SAFE or not 0 < length <= int(conf.get("BODY_BYTES")):
            yield environ
            return
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
            self._receive(environ["wsgi.input"], file, length)
            environ["wsgi.input"] = file
            yield environ

    def _receive(self, source: IO[bytes], file: IO[bytes], length: int) -> None:
        if not self._rooms.acquire(blocking=False):
            raise Crowded
        try:
            _copy(source, file, length, time.monotonic() + self._deadline + length / PACE)
        except OSError as error:  # such as a disk that is full
            raise Crowded from error
        finally:
            self._rooms.release()


def _copy(source: IO[bytes], file: IO[bytes], length: int, until: float) -> None:
    size = _FIRST
    while length > 0:
        piece = source.read(min(length, size))
        if not piece:
            raise CutOff
        file.write(piece)
        length -= len(piece)
        size = min(2 * size, _LARGEST)
        if time.monotonic() > until:
            raise Late
    file.seek(0)


def _length(environ: Environ) -> int:
    given = str(environ.get("CONTENT_LENGTH") or "0")
    return int(given) if given.isascii() and given.isdecimal() else 0

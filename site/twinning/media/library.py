"""All renditions of many pictures at once: for a library that was there before its renditions.

Encoding takes the time, and Pillow lets other threads run meanwhile. So threads encode, and the
thread that called reads and writes the database, alone: SQLite has one writer anyway, and no
thread needs a connection of its own.
"""

import logging
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from io import BytesIO
from types import TracebackType
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from twinning.media import folders, placeholders, renditions
from twinning.media.errors import BROKEN

logger = logging.getLogger(__name__)

#: Pictures whose finished files wait in memory at a time, for each thread.
CHUNK = 4


@dataclass
class _Encoded:
    """What a thread has made of one picture, none of it written yet."""

    image: AbstractImage
    renditions: list[AbstractRendition]
    placeholder: str


class Encoder:
    """Threads that encode: `begin` hands them pictures and returns, `finish` waits and writes."""

    def __init__(self) -> None:
        self.threads = os.cpu_count() or 1

    def __enter__(self) -> "Encoder":
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="renditions")
        self._pending: list[Future[_Encoded | None]] = []
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def begin(self, keys: Iterable[int]) -> None:
        """Begin to encode what is missing of some pictures."""
        for image in renditions.in_bulk(get_image_model(), keys).values():
            wanted = renditions.missing(image)
            if wanted or placeholders.is_missing(image):
                self._pending.append(self._pool.submit(_encode, image, wanted))

    def finish(self) -> int:
        """Wait for all that was begun and write it; the number of renditions made."""
        pending, self._pending = self._pending, []
        return sum(_write(done.result()) for done in as_completed(pending))


def make_all() -> int:
    """Make all that is missing of all public pictures; the number of renditions made."""
    with Encoder() as encoder:
        made = 0
        for keys in _chunks(CHUNK * encoder.threads):
            encoder.begin(keys)
            made += encoder.finish()
        return made


def _chunks(size: int) -> Iterator[list[int]]:
    public = get_image_model().objects.exclude(file__startswith=folders.PRIVATE)
    keys = list(public.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _encode(image: AbstractImage, specs: list[str]) -> _Encoded | None:
    """Encode one picture, in a thread that asks the database nothing; None if it is broken."""
    try:
        with image.open_file() as file:
            source = file.read()
        return _Encoded(
            image=image,
            renditions=[
                image.generate_rendition_instance(Filter(spec), BytesIO(source)) for spec in specs
            ],
            placeholder=_placeholder(image, source),
        )
    except BROKEN as error:
        logger.warning("No renditions of picture %s: %r", image.pk, error)
        return None


def _placeholder(image: AbstractImage, source: bytes) -> str:
    if placeholders.is_missing(image):
        return placeholders.data_uri(BytesIO(source))
    return str(getattr(image, "placeholder", ""))


def _write(encoded: _Encoded | None) -> int:
    if encoded is None:
        return 0
    if not placeholders.keep(encoded.image, encoded.placeholder):
        return 0  # deleted or replaced meanwhile
    model: Any = type(encoded.image).get_rendition_model()
    # Somebody may have asked for one of them meanwhile: theirs stays.
    model.objects.bulk_create(encoded.renditions, ignore_conflicts=True)
    return len(encoded.renditions)

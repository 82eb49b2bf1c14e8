"""Texts in batches that a service takes in one request."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from wagtail_localize.strings import StringValue


def batches(
    strings: Iterable[StringValue], most: int, most_bytes: int
) -> Iterator[list[StringValue]]:
    """Texts in their order, so many and so large at most; one that is larger comes by itself.

    Args:
        most: texts in a batch.
        most_bytes: of a batch as JSON.
    """
    batch: list[StringValue] = []
    size = 0
    for string in strings:
        length = len(json.dumps(string.data, ensure_ascii=False).encode()) + 2
        if batch and (len(batch) == most or size + length > most_bytes):
            yield batch
            batch, size = [], 0
        batch.append(string)
        size += length
    if batch:
        yield batch


def of(translator: Any, strings: Iterable[StringValue]) -> Iterator[list[StringValue]]:
    """The batches that a translator says it takes, or such as most services take."""
    most, most_bytes = getattr(translator, "batch", (50, 100 * 1024))
    return batches(strings, most, most_bytes)

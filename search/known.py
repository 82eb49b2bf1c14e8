"""What a process remembers of the content, until the content changes."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

from twinning import landmarks, references
from twinning.delivery.models import Generation

T = TypeVar("T")

_lock = Lock()
_known: dict[Hashable, tuple[int, Any]] = {}


def once(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` returns, made once for each site and generation of the content.

    Inside a transaction it is made anew for each request: what is seen there may never have been.
    """
    if in_transaction():
        return references.current().once(("search", key), make)
    site = landmarks.current_site()
    key = (site.pk if site else None, key)
    generation = references.current().once("search generation", _generation)
    found = _known.get(key)
    if found is not None and found[0] == generation:
        return found[1]
    made = make()
    with _lock:
        _known[key] = (generation, made)
    return made


def in_transaction() -> bool:
    """Whether what is read may never come to be."""
    return connection.in_atomic_block


def _generation() -> int:
    return Generation.objects.values_list("number", flat=True).get(pk=1)

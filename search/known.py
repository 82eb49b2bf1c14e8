"""What a process remembers of the content, until the content changes."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet

from twinning import landmarks, references
from twinning.compiled import CompiledQuery
from twinning.delivery.models import Generation

T = TypeVar("T")

_lock = Lock()
_known: dict[Hashable, tuple[int, Any]] = {}


def once(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` returns, made once for each site and generation of the content.

    Inside a transaction it is made anew for each request: what is seen there may never have been.
    So it is while the database is being migrated, when no change is counted.
    """
    site = landmarks.current_site()
    return _once((site.pk if site else None, key), make)


def recall() -> None:
    """Have this request take the landmarks as the process knows them, without asking for them.

    Not once a password has opened a section to it (`content_api.access`): that would be shut again.
    """
    references.current().put("landmarks", _once("landmarks", landmarks.fetch))


def in_transaction() -> bool:
    """Whether what is read may never come to be."""
    return connection.in_atomic_block


def _once(key: Hashable, make: Callable[[], T]) -> T:
    generation = 0 if in_transaction() else _generation()
    if generation <= 0:
        return references.current().once(("search", key), make)
    found = _known.get(key)
    if found is not None and found[0] == generation:
        return found[1]
    made = make()
    with _lock:
        for old in [one for one, (number, _made) in _known.items() if number < generation]:
            del _known[old]
        _known[key] = (generation, made)
    return made


def _generation() -> int:
    return references.current().once("search generation", _asked)


def _asked() -> int:
    [(number,)] = _query.rows()
    return int(number)


def _rows() -> "QuerySet[Any, Any]":
    return Generation.objects.filter(pk=1).values_list("number")


_query = CompiledQuery(_rows)

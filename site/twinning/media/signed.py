"""Whether an answer names addresses that end: whoever kept it would keep it for longer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_named: ContextVar[list[str] | None] = ContextVar("named", default=None)


def note(name: str) -> None:
    """A file has been given an address that ends."""
    names = _named.get()
    if names is not None:
        names.append(name)


@contextmanager
def watched() -> Iterator[Callable[[], bool]]:
    """Tells whether any such address has been given meanwhile."""
    names: list[str] = []
    token = _named.set(names)
    try:
        yield lambda: bool(names)
    finally:
        _named.reset(token)

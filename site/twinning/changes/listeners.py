"""Who is told of each change, in the change's own transaction."""

from collections.abc import Callable

from twinning.changes.models import Change

Listener = Callable[[list[Change]], None]

_listeners: list[Listener] = []


def register(function: Listener) -> None:
    """Have a function called with the rows that were just saved; call it in `AppConfig.ready()`.

    What it raises undoes the change. Their `generation` is not known before the commit.
    """
    if function not in _listeners:
        _listeners.append(function)


def unregister(function: Listener) -> None:
    """Call it no longer, such as at the end of a test."""
    if function in _listeners:
        _listeners.remove(function)


def tell(rows: list[Change]) -> None:
    """Call all of them."""
    for function in _listeners:
        function(rows)

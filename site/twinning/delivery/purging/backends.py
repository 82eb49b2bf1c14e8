"""The caches that the setting WAGTAILFRONTENDCACHE names: Wagtail's backends, and our own.

Wagtail's purge addresses (`purge_batch`), log what fails, and raise nothing. Ours purge tags
(`purge_tags`) and raise `NotPurged`.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string
from wagtail.contrib.frontend_cache.utils import get_backends

from twinning.delivery.purging.errors import NotPurged

#: Wagtail's own, and the root logger, which one of its backends writes to by mistake.
_LOGGERS = ("wagtail.frontendcache", "")


def configured() -> dict[str, dict[str, Any]]:
    """The setting: backends by name, none where it is empty."""
    return getattr(settings, "WAGTAILFRONTENDCACHE", None) or {}


def names() -> list[str]:
    """The names of all backends."""
    return list(configured())


def exists(name: str) -> bool:
    """Whether the class of a backend can be imported."""
    try:
        _class(name)
    except (ImportError, KeyError):
        return False
    return True


def needs_urls(name: str) -> bool:
    """Whether a backend knows addresses only."""
    return not hasattr(_class(name), "purge_tags")


def tell(name: str, what: list[str], everything: bool = False) -> None:
    """Have one backend purge tags, or addresses where it knows no others.

    Args:
        everything: whether these stand for the whole site, which some purge in a simpler way.

    Raises:
        errors.FAILURES: it did not.
    """
    backend = _backend(name)
    with _raising():
        if everything and hasattr(backend, "purge_everything"):
            backend.purge_everything()
        elif hasattr(backend, "purge_tags"):
            backend.purge_tags(what)
        else:
            invalidates = backend.invalidates_hostname
            backend.purge_batch([url for url in what if invalidates(urlsplit(url).netloc)])


def _class(name: str) -> Any:
    return import_string(configured()[name]["BACKEND"])


def _backend(name: str) -> Any:
    return get_backends(backends=[name])[name]


class _Listener(logging.Handler):
    """Keeps the first error that this thread logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.thread = threading.get_ident()
        self.first: str | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread and self.first is None:
            self.first = record.getMessage()


@contextmanager
def _raising() -> Iterator[None]:
    """Raise what Wagtail's backends only log.

    Raises:
        NotPurged: with the first error.
    """
    listener = _Listener()
    for name in _LOGGERS:
        logging.getLogger(name).addHandler(listener)
    try:
        yield
    finally:
        for name in _LOGGERS:
            logging.getLogger(name).removeHandler(listener)
    if listener.first is not None:
        raise NotPurged(listener.first)

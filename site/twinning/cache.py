"""Django's cache in Redis, for which Redis may be away: that costs speed, never an answer.

Django's own Redis backend raises where its server does not answer, and waits for as long as the
operating system does.
"""

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient

from twinning.breaker import breaker_of, connection_options

#: More keys than this are not remembered: then everything is deleted.
MOST_OWED = 1000


class TolerantRedisCache(RedisCache):
    """Django's Redis backend, with a client that takes no answer for an empty cache."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = TolerantClient


class Owed:
    """What could not be written or deleted while a server was away: it may hold what it held.

    It is deleted before the process asks the server for anything else.
    """

    def __init__(self) -> None:
        self.keys: set[Any] = set()
        self.everything = False

    def add(self, keys: Iterable[Any]) -> None:
        """Owe the deletion of these keys."""
        self.keys.update(keys)
        self.everything = self.everything or len(self.keys) > MOST_OWED

    def settle(self, delete: Callable[[Any], Any], clear: Callable[[], Any]) -> None:
        """Delete what is owed; what fails is still owed."""
        if self.everything:
            clear()
            self.everything = False
            self.keys.clear()
        for key in list(self.keys):
            delete(key)
            self.keys.discard(key)


@cache
def owed_to(url: str) -> Owed:
    """What a process owes a server, whichever of its threads asks: each has its own client."""
    return Owed()


class TolerantClient(RedisCacheClient):
    """Says of a server that does not answer that it holds nothing and keeps nothing."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **{**connection_options(), **options})
        self._breaker = breaker_of(servers[0])
        self._owed = owed_to(servers[0])

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        """Whether it was stored."""
        return self._try(partial(super().add, key, value, timeout), False)

    def get(self, key: Any, default: Any) -> Any:
        """What is stored, else the default."""
        return self._try(partial(super().get, key, default), default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        """Store, if the server answers."""
        self._try(partial(super().set, key, value, timeout), None, [key])

    def touch(self, key: Any, timeout: Any) -> bool:
        """Whether it is stored and lives on."""
        return self._try(partial(super().touch, key, timeout), False)

    def delete(self, key: Any) -> bool:
        """Whether it was stored; it will be gone before anything is read again."""
        return self._try(partial(super().delete, key), False, [key])

    def get_many(self, keys: Any) -> Any:
        """What is stored of these."""
        return self._try(partial(super().get_many, list(keys)), {})

    def has_key(self, key: Any) -> bool:
        """Whether it is stored."""
        return self._try(partial(super().has_key, key), False)

    def incr(self, key: Any, delta: Any) -> Any:
        """The number after it was raised.

        Raises:
            ValueError: it is not stored.
        """
        raised = self._try(partial(super().incr, key, delta), None, [key])
        if raised is None:
            raise ValueError(f"Key '{key}' not found.")
        return raised

    def set_many(self, data: Any, timeout: Any) -> None:
        """Store, if the server answers."""
        self._try(partial(super().set_many, data, timeout), None, data)

    def delete_many(self, keys: Any) -> None:
        """Delete; they will be gone before anything is read again."""
        self._try(partial(super().delete_many, keys), None, keys)

    def clear(self) -> bool:
        """Delete everything, at the latest before anything is read again."""
        cleared = self._try(super().clear, None)
        self._owed.everything = self._owed.everything or cleared is None
        return bool(cleared)

    def _try(self, ask: Callable[[], Any], otherwise: Any, changed: Iterable[Any] = ()) -> Any:
        """What the server says; where it does not answer, what was to be changed is owed."""

        def settle_and_ask() -> tuple[Any]:
            self._owed.settle(super(TolerantClient, self).delete, super(TolerantClient, self).clear)
            return (ask(),)

        found = self._breaker.call(settle_and_ask, None)
        if found is not None:
            return found[0]
        self._owed.add(changed)
        return otherwise

"""Redis may be away or slow at any time. Then it is left alone for a while, and nothing waits."""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")

#: Seconds that Redis may take for anything.
PATIENCE = 0.1
#: Seconds for which it is left alone after it did not answer.
PAUSE = 5.0


def connection_options() -> dict[str, Any]:
    """How redis-py is to connect: with little patience, and without trying again by itself."""
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {
        "socket_timeout": PATIENCE,
        "socket_connect_timeout": PATIENCE,
        "retry": Retry(NoBackoff(), 0),
    }


@cache
def breaker_of(url: str) -> "Breaker":
    """The one breaker of a process for a Redis server: whoever finds it away tells all others."""
    return Breaker()


class Breaker:
    """Asks Redis while it answers. After it did not, one caller tries again after each pause."""

    def __init__(self) -> None:
        self._paused_until = 0.0

    def call(self, ask: Callable[[], T], otherwise: T) -> T:
        """What Redis says.

        Args:
            ask: asks it, with a client that has our `connection_options`.
            otherwise: what it says where it does not answer.
        """
        import redis  # which a site without a server of it need not have

        now = time.monotonic()
        if now < self._paused_until:
            return otherwise
        if self._paused_until:  # others need not find out as well whether it is back
            self._paused_until = now + PAUSE
        try:
            found = ask()
        except (redis.RedisError, OSError) as error:
            logger.warning("Redis does not answer, and is left alone for a while: %s", error)
            self._paused_until = time.monotonic() + PAUSE
            return otherwise
        self._paused_until = 0.0
        return found

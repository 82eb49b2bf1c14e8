"""Answers that processes share through Redis, so that a new one begins with what others have made.

A key has no generation in it: the answer says in which it was made, and the next one takes its
place. What nobody asks for a second time is gone after a minute, so that a flood fills no memory.
Redis may be away or slow at any time. Then it is left alone for a while, and everything is as if
there were none.
"""

import json
import time
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from twinning.breaker import breaker_of, connection_options
from twinning.delivery.answer import Answer
from twinning.delivery.keys import Base, Known

#: Seconds for which an answer is kept: at first, and once somebody has asked for it again.
NEW, USED = 60, 24 * 60 * 60
#: Milliseconds after which another process no longer waits for the one that makes an answer.
CLAIM = 8000
#: Seconds between two looks whether another process has made an answer: at first, and at most.
LOOK, LONGEST_LOOK = 0.005, 0.05


class SharedStore:
    """Answers by their key, in one Redis server.

    Args:
        url: its address, as redis-py takes it.
        release: what differs between programs or sites whose answers are not each other's.
    """

    def __init__(self, url: str, release: str) -> None:
        import redis  # which a site without a server of it need not have

        self._redis = redis.Redis.from_url(url, **connection_options())
        self._prefix = f"twinning:{release}:"
        self._breaker = breaker_of(url)

    def get_or_claim(self, key: object, generation: str) -> tuple[Answer | None, bool]:
        """An answer, or else whether it is ours to make; it is, where Redis does not answer."""

        def ask() -> Any:
            claim = self._claim(key, generation)
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.get(self._name(key))
            pipeline.set(claim, b"1", nx=True, px=CLAIM)
            return pipeline.execute()

        found, claimed = self._try(ask) or (None, True)
        answer = self._load(found, generation)
        return answer, bool(claimed)

    def wait(self, key: object, generation: str) -> Answer | None:
        """The answer that another process is making; None where it gives up or takes too long."""
        give_up_at, pause = time.monotonic() + CLAIM / 1000, LOOK
        while time.monotonic() < give_up_at:
            time.sleep(pause)
            pause = min(1.5 * pause, LONGEST_LOOK)

            def ask() -> Any:
                pipeline = self._redis.pipeline(transaction=False)
                pipeline.exists(self._claim(key, generation))
                pipeline.get(self._name(key))
                return pipeline.execute()

            claimed, found = self._try(ask) or (False, None)
            answer = self._load(found, generation)
            if answer is not None or not claimed:
                return answer
        return None

    def put(self, key: object, answer: Answer) -> None:
        """Share an answer, and let go of the claim to make it."""

        def tell() -> Any:
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.set(self._name(key), answer.dump(), ex=NEW)
            pipeline.delete(self._claim(key, answer.generation))
            return pipeline.execute()

        self._try(tell)

    def get_known(self, base: Base, generation: str) -> Known | None:
        """What is known of an address in this generation; kept for longer, once asked for."""
        found = self._try(lambda: self._redis.get(self._name(base)))
        try:
            made_in, parameters, strict, varies = json.loads(found or b"[]")
            names = None if parameters is None else frozenset(parameters)
        except (TypeError, ValueError):
            return None
        if made_in != generation:
            return None
        self.prolong(base)
        return Known(names, strict, varies)

    def put_known(self, base: Base, generation: str, known: Known) -> None:
        """Share what is known of an address."""
        names = None if known.parameters is None else sorted(known.parameters)
        dumped = json.dumps([generation, names, known.strict, known.varies_on_origin])
        self._try(lambda: self._redis.set(self._name(base), dumped, ex=NEW))

    def release(self, key: object, generation: str) -> None:
        """Let go of the claim to make an answer that is not to be shared."""
        self._try(lambda: self._redis.delete(self._claim(key, generation)))

    def prolong(self, key: object) -> None:
        """Keep an answer for longer: somebody has asked for it again."""
        self._try(lambda: self._redis.expire(self._name(key), USED))

    def _name(self, key: object) -> str:
        return self._prefix + blake2b(repr(key).encode(), digest_size=20).hexdigest()

    def _claim(self, key: object, generation: str) -> str:
        return f"{self._name(key)}:{generation}"

    def _load(self, found: bytes | None, generation: str) -> Answer | None:
        if found is None:
            return None
        try:
            answer = Answer.load(found)
        except ValueError:
            return None
        return answer if answer.generation == generation else None

    def _try(self, ask: Callable[[], Any]) -> Any:
        """What Redis says, None where it says nothing."""
        return self._breaker.call(ask, None)

"""How to come by an answer that the process does not have: from Redis, or from Django, once."""

import time

from twinning.delivery import origin
from twinning.delivery.addresses import Addresses
from twinning.delivery.answer import Answer
from twinning.delivery.flights import Flights
from twinning.delivery.generation import Generation
from twinning.delivery.keys import Incoming, Key
from twinning.delivery.origin import Application, Environ, Fetched
from twinning.delivery.shared import SharedStore
from twinning.delivery.store import BoundedStore

#: What is found, and how it was come by, in the words of RFC 9211 (Cache-Status).
Found = tuple[Answer | Fetched, str]
HIT, MISS, STORED, COLLAPSED = "hit", "fwd=miss", "fwd=miss; stored", "fwd=miss; collapsed"


class Misses:
    """Makes answers and keeps those that are offered.

    Args:
        application: Django's.
        kept: where answers are kept.
        addresses: what is known of their addresses.
        shared: where processes share answers, if they do.
    """

    def __init__(
        self,
        application: Application,
        kept: BoundedStore[Answer],
        addresses: Addresses,
        shared: SharedStore | None,
    ) -> None:
        self._application = application
        self._kept = kept
        self._addresses = addresses
        self._shared = shared
        self._flights = Flights()

    def answer(
        self, environ: Environ, request: Incoming, key: Key | None, generation: Generation
    ) -> Found:
        """The answer to a request, or what Django says to this one alone.

        Args:
            key: None where it is not known yet which parameters the view looks at.
            generation: what was known before anything was read.
        """
        environ[origin.WAITS_SINCE] = time.monotonic()
        if not self._addresses.is_offered(request.base, generation):
            return self._made(environ, request, key, generation)
        own: list[Found] = []

        def make() -> Answer | None:
            own.append(self._found(environ, request, key, generation))
            found = own[0][0]
            return found if isinstance(found, Answer) else None

        # A key and a request may be equal as tuples.
        flight = (key is None, key or request, generation.name)
        answer = self._flights.share(flight, make)
        if own:
            return own[0]
        if answer is not None:
            return answer, COLLAPSED
        # Where another request was answered with what is nobody else's, this one asks as well.
        return self._made(environ, request, key, generation)

    def _found(
        self, environ: Environ, request: Incoming, key: Key | None, generation: Generation
    ) -> Found:
        if key is None or self._shared is None:
            return self._made(environ, request, key, generation)
        answer, is_ours = self._shared.get_or_claim(key, generation.name)
        how = HIT
        if answer is None and not is_ours:
            answer, how = self._shared.wait(key, generation.name), COLLAPSED
        if answer is not None:
            self._shared.prolong(key)
            self._kept.put(key, answer, answer.size + key.size)
            return answer, how
        try:
            return self._made(environ, request, key, generation)
        finally:
            self._shared.release(key, generation.name)

    def _made(
        self, environ: Environ, request: Incoming, key: Key | None, generation: Generation
    ) -> Found:
        query = key.query if key is not None else request.query
        fetched = origin.fetch(self._application, environ, query)
        self._addresses.note(request.base, generation, fetched.known)
        if fetched.known is None:
            return fetched, MISS
        answer = fetched.answer(generation.name)
        # What was asked with more than the view looks at is not kept: the answer may show it.
        own_key = fetched.known.key(request._replace(query=query))
        if own_key is None or not fetched.known.is_whole(query):
            return answer, MISS
        self._kept.put(own_key, answer, answer.size + own_key.size)
        if self._shared is not None:
            self._shared.put(own_key, answer)
        return answer, STORED

"""Answers before Django does: a wrapper around the site's WSGI application.

What passes through Django's handler at all is capped near a tenth of what the server can do.
"""

from collections.abc import Iterable

from django.conf import settings

from twinning import conf
from twinning.delivery import origin
from twinning.delivery.addresses import Addresses
from twinning.delivery.answer import Answer, preferred_encoding
from twinning.delivery.counts import counts
from twinning.delivery.gate import Gate
from twinning.delivery.generation import Generation
from twinning.delivery.keys import SAFE, Incoming, Key, Requests
from twinning.delivery.misses import HIT, MISS, Misses
from twinning.delivery.news import News, of_default_database
from twinning.delivery.origin import Application, Environ, Fetched, StartResponse
from twinning.delivery.places import Places
from twinning.delivery.release import fingerprint
from twinning.delivery.shared import SharedStore
from twinning.delivery.store import BoundedStore

#: Where Django's middleware leaves the name of a request.
REQUEST_ID = "twinning.request_id"
#: Of the room for answers, what is known of addresses may take as much again, divided by this.
SHARE_OF_ADDRESSES = 16
#: What the cache calls itself.
CACHE = "twinning"


def wrap(application: Application) -> Application:
    """The application with the cache before it, where the settings want one."""
    wanted = conf.get("DELIVERY") and not settings.DEBUG
    found = of_default_database() if wanted else None
    if found is None:
        return application
    url = conf.get("DELIVERY_REDIS_URL")
    shared = SharedStore(url, fingerprint()) if url else None
    gate = Gate(application, Places(conf.get("DELIVERY_PLACES"), conf.get("DELIVERY_TURN")))
    return Delivery(gate, found, conf.get("DELIVERY_BYTES"), shared)


class Delivery:
    """A WSGI application that answers what it can, and hands the rest to another.

    Args:
        application: Django's.
        found: what tells of the generation.
        most_bytes: of answers that the process may keep.
        shared: where processes share answers, if they do.
    """

    def __init__(
        self,
        application: Application,
        found: News,
        most_bytes: int,
        shared: SharedStore | None = None,
    ) -> None:
        self._application = application
        self._news = found
        self._requests = Requests()
        self._shared = shared
        self._kept: BoundedStore[Answer] = BoundedStore(most_bytes)
        self._addresses = Addresses(most_bytes // SHARE_OF_ADDRESSES, shared)
        self._misses = Misses(application, self._kept, self._addresses, shared)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        request = self._requests.incoming(environ)
        if request is None:
            counts.passed += 1
            return self._pass(environ, start_response)
        generation = self._news.look()
        if generation is None:
            counts.passed += 1
            fetched = origin.fetch(self._application, environ)
            found = fetched.answer("") if fetched.known else fetched
            return _give(found, MISS, environ, start_response)
        key = self._key(request, generation)
        answer = self._kept.get(key) if key is not None else None
        if answer is None or answer.generation != generation.name:
            counts.misses += 1
            found, how = self._misses.answer(environ, request, key, generation)
            return _give(found, how, environ, start_response)
        counts.hits += 1
        if not answer.is_used:
            answer.is_used = True
            if self._shared is not None and key is not None:
                self._shared.prolong(key)
        return _give(answer, HIT, environ, start_response)

    def _pass(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self._application(environ, start_response)
        finally:
            if environ["REQUEST_METHOD"] not in SAFE:
                self._news.doubt()  # something may have been published

    def _key(self, request: Incoming, generation: Generation) -> Key | None:
        if not request.query and not request.origin:
            return Key(request.base)  # whatever the view looks at, there is nothing of it
        known = self._addresses.known(request.base, generation)
        return known.key(request) if known is not None else None


def _give(
    found: Answer | Fetched, how: str, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    """Answer, and say how it was come by.

    Args:
        how: as `misses` says it, for Cache-Status.
    """
    said = ("Cache-Status", f"{CACHE}; {how}")
    if isinstance(found, Fetched):
        return found.pass_on(start_response, said)
    encoding = preferred_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    status, headers, body = found.ready(encoding, environ.get("HTTP_IF_NONE_MATCH"))
    headers = [*headers, said]
    name = environ.get(REQUEST_ID)
    if name is not None:  # Django was asked, and its log has a line of this request
        headers.append(("X-Request-ID", name))
    start_response(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

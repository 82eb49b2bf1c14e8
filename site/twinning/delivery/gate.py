"""Few requests at a time in Django, so that whoever is answered from the cache finds a thread."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from twinning.delivery.bodies import Bodies, Crowded, CutOff, Late
from twinning.delivery.origin import WAITS_SINCE, Application, Environ, StartResponse
from twinning.delivery.places import Places
from twinning.views import crowded, cut_off, late

View = Callable[[HttpRequest], HttpResponse]

#: Seconds after which who waits is told to come back: less than routers and proxies wait for us.
PATIENCE = 25.0
#: What writes headers that all answers have; it asks neither the database nor who somebody is.
_HEADERS = (
    "django.middleware.security.SecurityMiddleware",
    "twinning.security.headers.middleware.HeadersMiddleware",
    "corsheaders.middleware.CorsMiddleware",
)


class Gate:
    """An application that others wait for before it, not in it, and so do bodies.

    The server has many threads more than there are places: after a change all that is asked for is
    to be made anew, and what has been made meanwhile would wait behind what has not.

    Args:
        places: for requests that are in the application at once.
        patience: seconds after which a request is answered 503, and not by the application; what
            it has waited for before it came here counts.
        received: what receives bodies before a place is taken.
    """

    def __init__(
        self,
        application: Application,
        places: Places,
        patience: float = PATIENCE,
        received: Bodies | None = None,
    ) -> None:
        self._application = application
        self._patience = patience
        self._places = places
        self._bodies = received or Bodies()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            with self._bodies.received(environ) as whole:
                return self._answer(whole, start_response)
        except Late:
            return _refuse(environ, start_response, late)
        except CutOff:
            return _refuse(environ, start_response, cut_off)
        except Crowded:
            return _refuse(environ, start_response, crowded)

    def _answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        now = time.monotonic()
        waited = now - environ.get(WAITS_SINCE, now)
        with self._places.taken(self._patience - waited) as has_place:
            if has_place:
                return self._application(environ, start_response)
        return _refuse(environ, start_response, crowded)


def _refuse(environ: Environ, start_response: StartResponse, why: View) -> Iterable[bytes]:
    request = WSGIRequest(environ)
    answer: Any = convert_exception_to_response(why)
    for name in reversed(settings.MIDDLEWARE):
        if name in _HEADERS:
            answer = convert_exception_to_response(import_string(name)(answer))
    response = answer(request)
    status = f"{response.status_code} {response.reason_phrase}"
    start_response(status, [*response.items(), ("Content-Length", str(len(response.content)))])
    return [] if request.method == "HEAD" else [response.content]

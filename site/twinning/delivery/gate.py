"""Few requests at a time in Django, so that whoever is answered from the cache finds a thread."""

import threading
from collections.abc import Iterable

from twinning.delivery.origin import Application, Environ, StartResponse


class Gate:
    """An application that others wait for before it, not in it.

    The server has many threads more than there are places: after a change all that is asked for is
    to be made anew, and what has been made meanwhile would wait behind what has not.

    Args:
        places: how many requests are in the application at once, as many as connections to the
            database.
    """

    def __init__(self, application: Application, places: int) -> None:
        self._application = application
        self._places = threading.BoundedSemaphore(places)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        with self._places:
            return self._application(environ, start_response)

"""What Django answers: a line in the log for each request, by which it can be found again."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from twinning.observing import context
from twinning.observing.logs import route_of
from twinning.observing.probes import answer_to

logger = logging.getLogger("twinning.access")


class ObservingMiddleware:
    """The second, after delivery's: answers probes, names requests, and writes what came of them.

    What comes from the cache never gets here; it is counted (`metrics`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Before anything looks at the host, or asks for https: a platform asks by a bare address.
        probed = answer_to(request.path_info)
        if probed is not None:
            return probed
        name = request.META[context.NOTED] = context.id_of(request.META)
        token, begun = context.request_id.set(name), time.perf_counter()
        try:
            response = self.get_response(request)
            _write(request, response, (time.perf_counter() - begun) * 1000)
        finally:
            context.request_id.reset(token)
        response.headers[context.HEADER] = name
        return response


def _write(request: HttpRequest, response: HttpResponse, ms: float) -> None:
    size = None if response.streaming else len(response.content)
    logger.info(
        "answered",
        extra={
            "method": request.method if (request.method or "").isalpha() else "(odd)",
            "route": route_of(request),
            "status": response.status_code,
            "ms": round(ms, 1),
            "size": size,
        },
    )

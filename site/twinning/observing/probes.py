"""`/healthz`: the process answers. `/readyz`: so does what it stands on; and what is missing.

Answered for any host and without https, as a platform's prober asks: the answers are the same for
everybody, and tell nothing but words that stand here and in `health`.
"""

import asyncio
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from health_check.exceptions import ServiceWarning

from twinning.delivery.origin import Application, Environ, StartResponse
from twinning.observing.health import CHECKS

HEALTH, READY = "/healthz", "/readyz"
PATHS = frozenset({HEALTH, READY})
#: Seconds for which what was found is told again, however many ask.
LEASE = 1.0

_lock = threading.Lock()
_found: list[Any] = []


def answer_to(path: str) -> HttpResponse | None:
    """The answer where a path is a probe's."""
    if path not in PATHS:
        return None
    if path == HEALTH:
        response: HttpResponse = JsonResponse({"status": "alive"})
    else:
        status, checks = ready()
        unready = status == "unready"
        code = HTTPStatus.SERVICE_UNAVAILABLE if unready else HTTPStatus.OK
        response = JsonResponse({"status": status, "checks": checks}, status=code)
    response.headers["Cache-Control"] = "no-store"
    return response


def past(application: Application, django: Application) -> Application:
    """A WSGI application that hands probes to Django at once, and all else to another."""

    def chosen(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        wanted = django if environ.get("PATH_INFO") in PATHS else application
        return wanted(environ, start_response)

    return chosen


def ready() -> tuple[str, dict[str, str]]:
    """`ready`, `degraded` or `unready`; and for each check `ok` or what it says.

    What only makes the site slower, or keeps somebody from an upload, is no reason to take a
    process out of service: the others would fare no better.
    """
    with _lock:
        if not _found or time.monotonic() - _found[0] > LEASE:
            _found[:] = [0.0, asyncio.run(_look())]
            _found[0] = time.monotonic()
        found: tuple[str, dict[str, str]] = _found[1]
        return found


@cache
def _threads() -> ThreadPoolExecutor:
    """Threads that may hang on what does not answer. Nobody waits for them: `get_result` gives up.

    Made when it is first asked for: a process that forks before that takes none along.
    """
    return ThreadPoolExecutor(2 * len(CHECKS), thread_name_prefix="health")


async def _look() -> tuple[str, dict[str, str]]:
    names = list(CHECKS)
    results = await asyncio.gather(*(CHECKS[name]().get_result(_threads()) for name in names))
    errors = {name: result.error for name, result in zip(names, results, strict=True)}
    if any(error and not isinstance(error, ServiceWarning) for error in errors.values()):
        status = "unready"
    else:
        status = "degraded" if any(errors.values()) else "ready"
    return status, {name: _said(error) for name, error in errors.items()}


def _said(error: Any) -> str:
    return "ok" if error is None else str(error.message)

"""`/healthz`: the process answers. `/readyz`: so does what it stands on; and what is missing.

Answered for any host and without https, as a platform's prober asks: the answers are the same for
everybody, and tell nothing but words that stand here and in `health`.
"""

import logging
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from health_check.exceptions import HealthCheckException

from twinning.delivery.origin import Application, Environ, StartResponse
from twinning.observing.health import CHECKS, NEEDED

logger = logging.getLogger(__name__)

HEALTH, READY = "/healthz", "/readyz"
PATHS = frozenset({HEALTH, READY})
#: Seconds for which what was found is told again, however many ask.
LEASE = 1.0
#: Seconds that an answer waits: for what decides whether the process is ready, for what does not.
PATIENCE, PATIENCE_FOR_OTHERS = 3.0, 1.0
OK, HANGS = "ok", "does not answer in time"

_lock = threading.Lock()
_found: list[Any] = []
#: Checks that are under way, by name: one that hangs is not begun again beside itself.
_under_way: dict[str, "Future[None]"] = {}


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
            said = _look()
            _found[:] = [time.monotonic(), (_status(said), said)]
        found: tuple[str, dict[str, str]] = _found[1]
        return found


@cache
def _threads() -> ThreadPoolExecutor:
    """A thread for each check, so that one that hangs takes none of another's.

    Made when it is first asked for: a process that forks before that takes none along.
    """
    return ThreadPoolExecutor(len(CHECKS), thread_name_prefix="health")


def _look() -> dict[str, str]:
    """What each check says; of one that hangs, that it does.

    What does not decide is waited for once: while it hangs on, later answers come at once. What
    has come of a check when nobody waited for it any more is only logged: it may be long ago.
    """
    for name in [name for name, check in _under_way.items() if check.done()]:
        _said(name, _under_way.pop(name))
    begun = {name for name in CHECKS if name not in _under_way}
    for name in begun:
        _under_way[name] = _threads().submit(CHECKS[name]().run)
    _wait({name for name in CHECKS if name in NEEDED}, PATIENCE)
    _wait(begun, PATIENCE_FOR_OTHERS)
    return {
        name: _said(name, _under_way.pop(name)) if _under_way[name].done() else HANGS
        for name in CHECKS
    }


def _wait(names: Iterable[str], seconds: float) -> None:
    wait([_under_way[name] for name in names], seconds)


def _status(said: dict[str, str]) -> str:
    wrong = {name for name, words in said.items() if words != OK}
    if wrong & NEEDED:
        return "unready"
    return "degraded" if wrong else "ready"


def _said(name: str, check: "Future[None]") -> str:
    """What has come of a check; of an error that it does not name, only that there was one."""
    error = check.exception()
    if error is None:
        return OK
    if isinstance(error, HealthCheckException):
        logger.warning("The check %s failed: %s", name, error.message)
        return str(error.message)
    logger.error("The check %s broke", name, exc_info=error)
    return "unknown error"

"""Sends many requests at the same time, each within a few seconds, and says how each was answered.

The requests run in an event loop in a thread of its own, which never touches the database. So one
receiver that hangs costs the others nothing, and a process with one worker serves all of them.
"""

import asyncio
import logging
import ssl
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import Any

import certifi
import httpcore

from twinning import conf
from twinning.webhooks.network import Forbidden, GuardedBackend, Unknown

logger = logging.getLogger(__name__)

#: Requests that are under way at the same time.
MOST = 40
#: Threads for each of them: one that waits for a name server goes on after its request has failed.
LOOKUPS = 4
#: Bytes of an answer that are read: it is for the log alone.
MOST_READ = 1024
#: Seconds for which the body of an answer is waited for. What counts is its status.
BODY_SECONDS = 1.0


@dataclass(frozen=True)
class Letter:
    """A request to be sent."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What came of one.

    Args:
        status: None where there was no answer.
        error: why it does not count as delivered, a key of `failures.WORDS`; empty where it does.
        excerpt: the beginning of the answer.
        retry_after: seconds that the receiver asks us to wait.
    """

    status: int | None = None
    error: str = ""
    seconds: float = 0.0
    excerpt: str = ""
    retry_after: int | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has it."""
        return not self.error


@dataclass
class Postman:
    """Within its context requests can be sent; what is left at the end is called off."""

    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def __enter__(self) -> "Postman":
        self._lookups = ThreadPoolExecutor(LOOKUPS * MOST, "webhooks-dns")
        self._thread = threading.Thread(target=self._loop.run_forever, name="webhooks", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(_cancel_others(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        # A resolver that says nothing is left to its own end.
        self._lookups.shutdown(wait=False, cancel_futures=True)

    def send(self, letter: Letter) -> "Future[Answer]":
        """Begin to send a request; `answer_of` has it within WEBHOOK_SECONDS."""
        return asyncio.run_coroutine_threadsafe(self._post(letter), self._loop)

    async def _post(self, letter: Letter) -> Answer:
        began = time.monotonic()
        backend = GuardedBackend(self._lookups, conf.get("WEBHOOK_CONNECT_SECONDS"))
        try:
            async with asyncio.timeout(conf.get("WEBHOOK_SECONDS")):
                status, headers, excerpt = await _exchange(letter, backend)
        except _FAILURES as error:
            return Answer(error=_named(error), seconds=time.monotonic() - began)
        return Answer(
            status,
            _meaning(status),
            time.monotonic() - began,
            excerpt,
            _seconds(headers.get(b"retry-after")),
        )


def answer_of(future: "Future[Answer]") -> Answer:
    """What came of a request; waits for it.

    A fault of our own that one request meets is no reason to fail others with it.
    """
    fault = future.exception()
    if fault is None:
        return future.result()
    logger.error("A webhook could not be sent: %s", type(fault).__name__)
    return Answer(error="broken_off")


@cache
def tls() -> ssl.SSLContext:
    """Certificates are verified, by certifi's list, and names with them."""
    return ssl.create_default_context(cafile=certifi.where())


async def _cancel_others() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _exchange(letter: Letter, backend: GuardedBackend) -> tuple[int, dict[bytes, bytes], str]:
    """Status, headers and beginning of the answer. No proxy, no redirect, no second try."""
    pool = httpcore.AsyncConnectionPool(ssl_context=tls(), network_backend=backend)
    # Not closed by its own context alone: a body that never ends is left where it is.
    async with (
        pool,
        pool.stream(
            "POST",
            letter.url,
            headers=[(name.encode(), value.encode()) for name, value in letter.headers.items()],
            content=letter.body,
            extensions={"timeout": {"connect": conf.get("WEBHOOK_CONNECT_SECONDS")}},
        ) as response,
    ):
        headers = {name.lower(): value for name, value in response.headers}
        return response.status, headers, await _beginning(response)


async def _beginning(response: Any) -> str:
    read = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in response.aiter_stream():
                read += chunk
                if len(read) >= MOST_READ:
                    break
    except (TimeoutError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
        pass  # it has answered; what else it wanted to say is not needed
    text = bytes(read[:MOST_READ]).decode(errors="replace")
    return "".join(letter if letter.isprintable() or letter in "\n\t" else "�" for letter in text)


#: What may be raised where a receiver is away, slow, forbidden, or speaks something else.
_FAILURES = (
    Forbidden,
    Unknown,
    TimeoutError,
    OSError,
    ssl.SSLError,
    httpcore.ConnectError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)


def _named(error: BaseException) -> str:
    """The key of what went wrong."""
    if isinstance(error, Forbidden):
        return "forbidden"
    if isinstance(error, Unknown):
        return "unknown_host"
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        return "timeout"
    causes = (error, error.__cause__, error.__context__)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "tls"
    return "no_connection" if isinstance(error, httpcore.ConnectError) else "broken_off"


def _meaning(status: int) -> str:
    if 200 <= status <= 299:
        return ""
    if 300 <= status <= 399:
        return "redirect"
    return "gone" if status == 410 else "status"


def _seconds(header: bytes | None) -> int | None:
    """Retry-After as a number of seconds; a date is not looked at."""
    return int(header) if header and header.isdigit() and len(header) < 6 else None

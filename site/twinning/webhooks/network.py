"""Connections of httpcore that go to an address that was looked at, and nowhere else.

The name is looked up here, once, and what is found is connected to: a name that leads elsewhere a
moment later (DNS rebinding) leads nowhere. TLS still asks for a certificate of the name.
"""

import asyncio
import socket
from collections.abc import Iterable
from concurrent.futures import Executor
from typing import Any

import httpcore

from twinning.webhooks import destinations


class Forbidden(Exception):
    """The host leads to an address that nothing may be sent to."""


class Unknown(Exception):
    """The host has no address."""


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host, best first. Blocks for as long as the resolver takes.

    Raises:
        Unknown: there are none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unknown(host) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to addresses that may be connected to.

    Args:
        lookups: threads for the resolver, which asyncio cannot interrupt.
        seconds: for looking up and connecting together.
    """

    def __init__(self, lookups: Executor, seconds: float) -> None:
        self._inner = httpcore.AnyIOBackend()
        self._lookups = lookups
        self._seconds = seconds

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address that takes one.

        Raises:
            Forbidden: one of the host's addresses is not allowed: an honest host has no such.
            Unknown: it has none.
            httpcore.ConnectError, httpcore.ConnectTimeout: nobody is there.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._connect(host, port, socket_options)
        except TimeoutError:
            raise httpcore.ConnectTimeout from None

    async def sleep(self, seconds: float) -> None:
        """As asyncio does."""
        await asyncio.sleep(seconds)

    async def _connect(
        self, host: str, port: int, socket_options: Iterable[Any] | None
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        addresses = await loop.run_in_executor(self._lookups, look_up, host, port)
        if not all(destinations.may_connect(host, address) for address in addresses):
            raise Forbidden(host)
        failed: Exception = httpcore.ConnectError()
        for address in addresses:
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout=self._seconds, socket_options=socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

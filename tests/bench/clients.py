"""Requests one by one, for what is in the answers or how long one takes: wrk tells neither."""

import http.client
import json
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.bench.servers import Server
from tests.bench.targets import HEADERS

_HEADERS = dict(header.split(": ", 1) for header in HEADERS)


def fetch(server: Server, path: str) -> tuple[str, list[tuple[str, str]], bytes]:
    """Status, headers and body.

    Raises:
        RuntimeError: it is not 200.
    """
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        return _get(connection, path)
    finally:
        connection.close()


def fetch_all(server: Server, paths: list[str], threads: int = 8) -> None:
    """Ask for each path once."""

    def ask(some: Iterable[str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for path in some:
            _get(connection, path)
        connection.close()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(ask, [paths[start::threads] for start in range(threads)]))


def publish(server: Server, token: str, page: int, title: str) -> float:
    """Give a page a title and publish it, by Wagtail's API v3; the milliseconds that it took.

    Raises:
        RuntimeError: it was refused.
    """
    body = json.dumps({"title": title, "meta": {"type": "stories.StoryPage", "action": "publish"}})
    headers = {
        **_HEADERS,
        "Accept-Encoding": "identity",
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
    }
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    start = time.perf_counter()
    connection.request("PATCH", f"/api/v3/pages/{page}/", body, headers)
    answer = connection.getresponse()
    said = answer.read()
    taken = time.perf_counter() - start
    connection.close()
    if answer.status != http.HTTPStatus.OK or title.encode() not in said:
        raise RuntimeError(f"{answer.status} {said.decode(errors='replace')[:500]}")
    return taken * 1000


def _get(connection: http.client.HTTPConnection, path: str) -> Any:
    connection.request("GET", path, headers=_HEADERS)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{path}: {answer.status} {body.decode(errors='replace')[:500]}")
    return f"{answer.status} {answer.reason}", answer.getheaders(), body

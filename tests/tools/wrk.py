"""wrk, which makes the benchmark's requests: found on the PATH, or installed from Debian.

No wheel brings a load generator of its speed, and one that is slower than the server measures
itself. It is a small program in C, and a package of every distribution.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

from tests.tools import debian

ADVICE = (
    "No wrk, which makes the benchmark's requests. Install it and run `make bench` again:\n"
    "  Debian, Ubuntu:  sudo apt-get install wrk\n"
    "  macOS:           brew install wrk\n"
    "  elsewhere:       https://github.com/wg/wrk"
)
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Load:
    """What a run of wrk has found; p50 and p99 in milliseconds."""

    requests: int
    per_second: float
    p50: float
    p99: float


def get() -> str:
    """The path of wrk.

    Raises:
        SystemExit: there is none, and none can be installed.
    """
    if path := shutil.which("wrk") or (debian.install("wrk") and shutil.which("wrk")):
        return path
    raise SystemExit(ADVICE)


def run(url: str, headers: Iterable[str], seconds: int, connections: int) -> Load:
    """Ask for an address again and again, over as many connections at once.

    Raises:
        RuntimeError: an answer was an error, or none came; the message has what wrk wrote.
    """
    named = [part for header in headers for part in ("-H", header)]
    options = ["-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    done = subprocess.run(
        ["wrk", *options, *named, url], capture_output=True, text=True, check=False
    )
    try:
        return parse(done.stdout)
    except ValueError as error:
        raise RuntimeError(f"{url}: {error}\n{done.stdout}{done.stderr}") from error


def parse(text: str) -> Load:
    """What wrk has written with `--latency`.

    Raises:
        ValueError: an answer was an error, or something is not there.
    """
    for fault in ("Non-2xx", "Socket errors"):
        if fault in text:
            raise ValueError(f"wrk tells of {fault}")
    requests = int(_first(r"(\d+) requests in ", text)[1])
    per_second = float(_first(r"Requests/sec:\s+([\d.]+)", text)[1])
    return Load(requests, per_second, _latency("50", text), _latency("99", text))


def version() -> str:
    """As wrk says it."""
    done = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)
    return _first(r"wrk \S+", done.stdout + done.stderr)[0]


def _latency(percentile: str, text: str) -> float:
    found = _first(rf"(?m)^\s+{percentile}%\s+([\d.]+)(us|ms|s|m)\s*$", text)
    return float(found[1]) * _MILLISECONDS[found[2]]


def _first(pattern: str, text: str) -> re.Match[str]:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"wrk has not written {pattern}")
    return found

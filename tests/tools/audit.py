"""Ask whether any pinned package has a known fault; say plainly where nobody can be asked.

Exit status 1 where one has. Without a network the tests go on, and the last line says that nothing
was looked up.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = ("requirements.txt", "requirements-dev.txt")
#: Seconds for each answer, and for all of it.
ONE, ALL = 10, 180
#: What pip-audit says when it could ask nobody; with faults found it says so, and exits with 1.
AWAY = ("ConnectionError", "ServiceError", "Could not", "timed out", "HTTPError", "Max retries")


def command() -> list[str]:
    """Pins are complete, so nothing is installed or resolved."""
    named = [part for name in FILES for part in ("-r", str(ROOT / name))]
    asked = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--timeout", str(ONE)]
    return [sys.executable, "-m", "pip_audit", *asked, *named]


def verdict(status: int, said: str) -> tuple[int, str]:
    """The exit status, and the last line.

    Args:
        status: pip-audit's.
        said: all that it wrote.
    """
    if status == 0:
        return 0, "No pinned package has a known fault."
    if "Found" in said and "vulnerabilit" in said:
        return 1, "Packages have known faults: renew the pins (make lock)."
    if any(word in said for word in AWAY):
        return 0, "NOT LOOKED UP: no service of advisories could be reached."
    return 1, "pip-audit failed."


def main() -> None:
    """Ask, show the answer, and leave with the verdict."""
    try:
        done = subprocess.run(
            command(), capture_output=True, text=True, check=False, timeout=ALL, cwd=ROOT
        )
        status, said = done.returncode, done.stdout + done.stderr
    except subprocess.TimeoutExpired:
        status, said = 2, "timed out"
    code, line = verdict(status, said)
    if code:
        sys.stdout.write(said)
    sys.stdout.write(f"{line}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()

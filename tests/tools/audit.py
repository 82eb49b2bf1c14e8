"""Ask whether any pinned package has a known fault; say plainly where nobody can be asked.

Exit status 1 where one has. Without a network the tests go on, and the last line says that nothing
was looked up.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = ("requirements.txt", "requirements-dev.txt")
#: Seconds for each answer, and for all of it.
ONE, ALL = 10, 180
#: How pip-audit ends where it could ask nobody: no name server, no way, no answer in time, or a
#: service in trouble of its own. Whatever else ends it, such as a certificate, is a fault of ours.
AWAY = re.compile(
    r"Could not connect to \w+'s? vulnerability feed"
    r"|^requests\.exceptions\.(ConnectionError|ConnectTimeout|ProxyError|ReadTimeout): "
    r"|^requests\.exceptions\.HTTPError: (429|5\d\d) ",
    re.MULTILINE,
)
NOBODY = "NOT LOOKED UP: no service of advisories could be reached."
#: What it says of a package that the service does not know.
UNKNOWN = "could not be audited"


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
    unknown = said.count(UNKNOWN)
    if status == 0 and unknown:
        return 0, f"NOT LOOKED UP: {unknown} packages, which the service does not know."
    if status == 0:
        return 0, "No pinned package has a known fault."
    if re.search(r"^Found \d+ known vulnerabilit", said, re.MULTILINE):
        return 1, "Packages have known faults: renew the pins (make lock)."
    if AWAY.search(said):
        return 0, NOBODY
    return 1, "pip-audit failed."


def main() -> None:
    """Ask, show the answer, and leave with the verdict."""
    try:
        done = subprocess.run(
            command(), capture_output=True, text=True, check=False, timeout=ALL, cwd=ROOT
        )
    except subprocess.TimeoutExpired:
        sys.stdout.write(f"{NOBODY}\n")
        return
    said = done.stdout + done.stderr
    code, line = verdict(done.returncode, said)
    sys.stdout.write(f"{said if code else ''}{line}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()

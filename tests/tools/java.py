"""Find a Java for the Nu HTML checker, or get one: PATH, then Debian's default-jre-headless.

`python tests/tools/java.py` installs what is missing and says what it found.
"""

import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.tools import debian

ADVICE = (
    "No Java for the check of the pages' HTML. Install one and run `make test` again:\n"
    "  Debian, Ubuntu:  sudo apt-get install default-jre-headless\n"
    "  macOS:           brew install openjdk\n"
    "  or any Java 17 or later that is then found on the PATH."
)


def find() -> str | None:
    """The path of a Java that runs, else None: macOS has a `java` that only asks for one."""
    path = shutil.which("java")
    runs = path and subprocess.run([path, "-version"], capture_output=True, check=False)
    return path if runs and runs.returncode == 0 else None


def get() -> str | None:
    """As `find`, but where there is none, install Debian's when we may."""
    return find() or (find() if debian.install("default-jre-headless") else None)


def main() -> int:
    """Say which Java the tests will use; 1 and advice where none can be had."""
    path = get()
    sys.stdout.write(f"Java: {path}\n" if path else f"{ADVICE}\n")
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())

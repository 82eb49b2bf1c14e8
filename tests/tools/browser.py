"""Find a Chromium for the browser tests, or get one: PATH, then apt-get, then Playwright's own.

`python tests/tools/browser.py` installs what is missing and says what it found.
"""

import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.tools import debian

#: How Chromium runs in a container, and asks no other host for anything.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

ADVICE = (
    "No browser for the browser tests. Install one of these and run `make test` again:\n"
    "  Debian, Ubuntu:  sudo apt-get install chromium\n"
    "  elsewhere:       .venv/bin/playwright install chromium\n"
    "  or any Chromium or Chrome that is then found on the PATH."
)


def find() -> str | None:
    """The path of a Chromium or Chrome: one on the PATH, else Playwright's own, else None."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return _playwrights_own()


def get() -> str | None:
    """As `find`, but where there is none, install Debian's when we may, else Playwright's."""
    return find() or _from_debian() or _from_playwright()


def launch(playwright: Playwright) -> Browser:
    """A Chromium without a window.

    Raises:
        RuntimeError: there is none; the message says how to get one.
    """
    path = find()
    if path is None:
        raise RuntimeError(ADVICE)
    return playwright.chromium.launch(executable_path=path, args=list(OPTIONS))


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _from_debian() -> str | None:
    return find() if debian.install("chromium") else None


def _from_playwright() -> str | None:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, check=False)
    return find()


def main() -> int:
    """Say which browser the tests will use; 1 and advice where none can be had."""
    path = get()
    sys.stdout.write(f"Browser: {path}\n" if path else f"{ADVICE}\n")
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())

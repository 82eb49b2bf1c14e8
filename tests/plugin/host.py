"""Another site: made by `wagtail start`, in a clean environment that has the wheel and not us."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/plugin.md"
#: Headings of its first two sections.
FIRST, LANGUAGES = "From `wagtail start` to a typed answer", "Several languages"
#: Settings of a site of a test, after its own.
HERE = """
from .base import *

DEBUG = False
SECRET_KEY = "of a test"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""
#: A fenced block: its language, the file that it is for (or what it is called), and its lines.
_FENCED = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.M | re.S)


def sections() -> dict[str, list[tuple[str, str]]]:
    """What docs/plugin.md gives, by its headings: files and the lines that go into them."""
    parts = re.split(r"^## (.+)$", DOCUMENT.read_text(), flags=re.M)
    return {
        heading: [(name, lines) for _language, name, lines in _FENCED.findall(text)]
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def environment(folder: Path, wheel: Path) -> Path:
    """A Python of its own: with the packages of the tests and the wheel, and none of our code."""
    venv.create(folder, symlinks=True)
    python = folder / "bin/python"
    packages = next(folder.glob("lib/python3*/site-packages"))
    shutil.copy(Path(__file__).with_name("leaving.py"), packages / "sitecustomize.py")
    (packages / "packages.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    local = ["--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check"]
    subprocess.run([*install, *local, str(wheel)], check=True, env=clean())
    return python


def clean() -> dict[str, str]:
    """The variables of this process without those that are about it, or about our own site."""
    ours = ("PYTEST", "PYTHON", "DJANGO", "DATABASE_URL", "MEDIA_ROOT")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@dataclass(frozen=True)
class Host:
    """A site of somebody else's, and the Python that runs it."""

    folder: Path
    python: Path
    #: Of the environment of all of its processes.
    own: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def start(cls, folder: Path, python: Path) -> "Host":
        """As `wagtail start mysite` makes it."""
        folder.mkdir(exist_ok=True)
        code = "from wagtail.bin.wagtail import main; main()"
        subprocess.run(
            [str(python), "-c", code, "start", "mysite", str(folder)],
            check=True, capture_output=True, env=clean(),
        )  # fmt: skip
        return cls(folder, python)

    def write(self, name: str, text: str) -> None:
        """Put a file in its place."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def follow(self, *headings: str) -> None:
        """Do what sections of docs/plugin.md say: each block to the end of the file it names."""
        for heading in headings:
            found = [pair for pair in sections()[heading] if pair[0].startswith("mysite/")]
            assert found, f"docs/plugin.md has nothing for {heading}"
            for name, lines in found:
                path = self.folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text((path.read_text() if path.exists() else "") + "\n" + lines)

    def run(self, code: str, **variables: str) -> str:
        """Run lines of Python with the site set up; what they print."""
        path = self.folder / "lines.py"
        path.write_text(
            "import django\ndjango.setup()\nfrom django.core.management import call_command\n"
            + code
        )
        return self._python(str(path), **variables)

    def manage(self, *command: str, **variables: str) -> str:
        """Call manage.py; what it prints."""
        return self._python("manage.py", *command, **variables)

    def _python(self, *command: str, **variables: str) -> str:
        done = subprocess.run(
            [str(self.python), *command],
            cwd=self.folder, env=self.variables(**variables), capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def variables(self, **more: str) -> dict[str, str]:
        """The environment of its processes."""
        return {**clean(), **self.own, "DJANGO_SETTINGS_MODULE": "mysite.settings.here", **more}

    @contextmanager
    def running(self) -> Iterator["Running"]:
        """Its server, on a free port of this machine, stopped by its process id."""
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = (self.folder / "server.log").open("w")
        command = ["manage.py", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
        server = subprocess.Popen(
            [str(self.python), *command],
            cwd=self.folder, env=self.variables(), stdout=log, stderr=log,
        )  # fmt: skip
        try:
            yield Running(f"http://127.0.0.1:{port}", self.folder / "server.log").awaited(server)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
            log.close()

    def dump(self) -> dict[str, Any]:
        """Every table with its definition, its triggers and its rows, as SQLite has them."""
        path = self.folder / "db.sqlite3"
        kept = self.folder / "dumped.sqlite3"
        shutil.copy(path, kept)
        import sqlite3

        with closing(sqlite3.connect(kept)) as database:
            made = database.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
            tables = [name for kind, name, _sql in made if kind == "table"]
            rows = {
                table: sorted(map(repr, database.execute(f'SELECT * FROM "{table}"')))  # noqa: S608  # of the file's own list
                for table in tables
                if "fts" not in table
            }
        return {"made": {(kind, name): sql for kind, name, sql in made}, "rows": rows}


@dataclass(frozen=True)
class Running:
    """A running site."""

    url: str
    log: Path

    def awaited(self, server: subprocess.Popen[bytes]) -> "Running":
        """Itself, once it answers.

        Raises:
            AssertionError: it ended before, or takes too long.
        """
        ends = time.monotonic() + 120
        while time.monotonic() < ends:
            assert server.poll() is None, self.log.read_text()
            try:
                urllib.request.urlopen(f"{self.url}/api/content/v1/locales/", timeout=60).close()
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
            else:
                return self
        raise AssertionError(self.log.read_text())

    def get(self, path: str, **headers: str) -> tuple[int, Any]:
        """Status and body of the Content API's answer."""
        address = f"{self.url}/api/content/v1/{path}"
        request = urllib.request.Request(address, headers={"Host": "localhost", **headers})
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

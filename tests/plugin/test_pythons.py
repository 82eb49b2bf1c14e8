"""The wheel, with what it requires and nothing else, on each Python that is found here.

It asks a package registry and takes minutes: `make drill`. Where an interpreter or the registry is
missing, it says so.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.plugin.host import FIRST, HERE, LANGUAGES, Host, clean

#: What pip says where it could ask nobody.
_AWAY = re.compile(r"Temporary failure|NewConnectionError|Max retries|ConnectTimeout|No route")
LINES = """
import sys
call_command("check", fail_level="WARNING")
call_command("migrate", verbosity=0)
from django.test import Client
for path in ("pages/", "openapi.json", "locales/", "resolve/?path=/en/"):
    answer = Client().get(f"/api/content/v1/{path}")
    assert answer.status_code == 200, (path, answer.content)
print(*sys.version_info[:2], *django.VERSION[:2], sep=".")
"""


def _interpreter(version: str) -> str | None:
    """A Python of this version that runs; pyenv's shims are there also where none of it is."""
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for found in (shutil.which(f"python{version}"), *map(str, kept)):
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            return found
    return None


@pytest.mark.drill("asks a registry, for minutes")
@pytest.mark.parametrize("django", ["5.2", "6.0"])
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_it_installs_and_answers(
    archives: tuple[Path, Path], tmp_path: Path, version: str, django: str
) -> None:
    found = _interpreter(version)
    if found is None or (version == "3.11" and django == "6.0"):
        pytest.skip(f"there is no Python {version} here" if found is None else "6.0 needs 3.12")
    subprocess.run([found, "-m", "venv", str(tmp_path / "env")], check=True, env=clean())
    python = tmp_path / "env/bin/python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    wanted = [str(archives[0]), f"Django~={django}.0"]
    done = subprocess.run([*pip, *wanted], capture_output=True, text=True, env=clean())
    if done.returncode and _AWAY.search(done.stderr):
        pytest.skip("no package registry can be reached")
    assert done.returncode == 0, done.stderr
    host = Host.start(tmp_path / "site", python)
    host.follow(FIRST, LANGUAGES, "Towns and stories", "The board and rights")
    host.write("mysite/settings/here.py", HERE)
    assert host.run(LINES).split()[-1] == f"{version}.{django}"

"""The databases of the benchmark, filled, and the static files that production needs."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.bench.content import Content
from tests.bench.servers import ROOT, environment

_WITHOUT_TRIGGERS = "from twinning.delivery import triggers; triggers.drop()"


def prepare(postgres: str, folder: Path) -> tuple[dict[str, dict[str, str]], dict[str, Content]]:
    """Make all databases.

    `site` is on PostgreSQL, `sqlite` is what it says, and `plain` is a copy of `site` without the
    triggers of the delivery, so that nothing of it can be in what it is compared with.

    Args:
        postgres: DATABASE_URL of an empty database.
        folder: to put files into.

    Returns:
        The variables that a server needs, and the content, each by these names.
    """
    variables = {
        "site": {"DATABASE_URL": postgres, "MEDIA_ROOT": str(folder / "media")},
        "sqlite": {
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "MEDIA_ROOT": str(folder / "media-sqlite"),
        },
    }
    with ThreadPoolExecutor() as pool:
        static = pool.submit(_manage, variables["site"], "collectstatic", "--noinput", "-v0")
        filled = {name: pool.submit(_fill, given) for name, given in variables.items()}
        content = {name: future.result() for name, future in filled.items()}
        static.result()
    variables["plain"] = {
        **variables["site"],
        "DATABASE_URL": _copy(postgres),
        "DJANGO_SETTINGS_MODULE": "tests.bench.uncached",
    }
    content["plain"] = content["site"]
    _manage(variables["plain"], "shell", "-v0", "-c", _WITHOUT_TRIGGERS)
    return variables, content


def _fill(variables: dict[str, str]) -> Content:
    _manage(variables, "migrate", "-v0")
    return Content(**json.loads(_python(variables, "-m", "tests.bench.content")))


def _copy(postgres: str) -> str:
    """DATABASE_URL of a copy of a database that nobody is connected to."""
    name = urlsplit(postgres).path.strip("/")
    other = urlsplit(postgres)._replace(path="/template1").geturl()
    with psycopg.connect(other, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE plain TEMPLATE "{name}"'.encode())
    return urlsplit(postgres)._replace(path="/plain").geturl()


def _manage(variables: dict[str, str], *command: str) -> None:
    _python(variables, "manage.py", *command)


def _python(variables: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr}")
    return done.stdout

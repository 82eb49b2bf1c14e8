"""docs/configuration.md names each variable that the settings read, and none besides."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from storages.backends.s3 import S3Storage

from twinning.clock import jobs

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
NAME = re.compile(r"[A-Z][A-Z0-9_]{3,}")


def names_in(node: ast.AST) -> set[str]:
    """The names of variables among a node's words."""
    words = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
    return {word for word in words if isinstance(word, str) and NAME.fullmatch(word)}


def read_in(path: Path) -> Iterator[str]:
    """What a settings module reads: `env` by any call, others by asking it, or by VARIABLES."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (
            path.name == "env.py" or ast.unparse(node.func).startswith(("env.", "reading."))
        ):
            for argument in node.args:
                yield from names_in(argument)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "VARIABLES":
            yield from names_in(node.value)


def named_in(heading: str) -> set[str]:
    """The names in the first column of the first table after some words."""
    table = DOCUMENT.partition(heading)[2].partition("|---|")[2].partition("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| ")]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def row_of(heading: str, name: str) -> str:
    [row] = re.findall(rf"(?m)^\| `{name}` \|.*$", DOCUMENT.partition(heading)[2])
    return str(row)


def test_the_table_has_what_is_read_and_nothing_else() -> None:
    modules = (ROOT / "site/twinning/settings").glob("*.py")
    read = {name for path in modules for name in read_in(path)}
    assert {"SECRET_KEY", "REDIS_URL", "DATABASE_LOCK_TIMEOUT", "WEBHOOK_PRIVATE_HOSTS"} <= read
    assert named_in("## Environment variables") == read


def test_what_django_storages_reads_is_said_to_be_read_by_others(monkeypatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("storages.backends.s3.lookup_env", lambda names: asked.extend(names))
    S3Storage(bucket_name="media")
    assert "AWS_SESSION_TOKEN" in asked
    assert set(asked) <= named_in("A few more are read by others")


def test_the_clock_is_said_to_do_all_that_it_does() -> None:
    row = row_of("### Procfile", "clock")
    assert set(re.findall(r"`([a-z]+_?[a-z_]*)`", row.split("|")[2])) == {j.name for j in jobs()}

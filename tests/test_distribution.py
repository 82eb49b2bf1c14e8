"""Costly tests stay together on a worker, and what no database changes runs once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from wagtail.models import Locale

from tests.distribution import ONCE, TOGETHER, reason_for_once, together, turn

ROOT = Path(__file__).resolve().parents[1]
CONFTEST = """
from tests.distribution import pytest_collection_modifyitems, pytest_xdist_make_scheduler
"""
MODULE = """
import os, time
from pathlib import Path
import pytest

@pytest.mark.parametrize("number", range(2))
def test(number):
    time.sleep(0.05)
    with Path("seen").open("a") as seen:
        seen.write(f"{__file__.split('/')[-2]} {os.environ['PYTEST_XDIST_WORKER']}\\n")
"""


def test_what_stays_together_is_there_and_begins_first() -> None:
    assert all((ROOT / part).exists() for part in (*TOGETHER, *ONCE))
    assert together("tests/web/test_axe.py::test_it[a]") == "tests/web/"
    assert together("tests/towns/test_map.py::test_it") == "tests/towns/test_map.py::test_it"
    assert turn("tests/e2e/test_map.py::test_it") < turn("tests/web/test_axe.py::test_it")
    assert turn("tests/web/test_axe.py::test_it") < turn("tests/towns/test_map.py::test_it")


def test_workers_get_whole_folders(tmp_path: Path) -> None:
    """With the options of this project, in another one with folders of the same names."""
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for folder in ("e2e", "web", "towns"):
        (tmp_path / "tests" / folder).mkdir(parents=True)
        for name in ("one", "other"):
            (tmp_path / "tests" / folder / f"test_{folder}_{name}.py").write_text(MODULE)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        "PYTHONPATH": str(ROOT),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "xdist"],
        cwd=tmp_path, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    seen = (tmp_path / "seen").read_text().splitlines()
    assert len(seen) == 12
    on = {folder: {line for line in seen if line.startswith(folder)} for folder in ("e2e", "web")}
    assert [len(workers) for workers in on.values()] == [1, 1], seen
    assert {line.split()[0] for line in seen[:4]} <= {"e2e", "web"}


LONG = """
import pytest

@pytest.mark.drill("it takes hours")
def test_long():
    raise AssertionError
"""


@pytest.mark.parametrize("drill", ["", "1"])
def test_long_forms_run_in_drills_alone(tmp_path: Path, drill: str) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_long.py").write_text(LONG)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = drill(reason): long\n")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:django", "-p", "no:randomly", "-rs"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT), "DRILL": drill},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == bool(drill), run.stdout
    assert ("for make drill: it takes hours" in run.stdout) == (not drill)


MARK = pytest.mark.once("its subject is the types").mark


@pytest.mark.parametrize(
    ("fixtures", "mark", "reason"),
    [
        (["tmp_path", "settings"], None, "uses no database"),
        (["tmp_path", "db"], None, ""),
        (["live_site"], None, ""),
        (["new_database"], None, ""),
        (["live_site", "browser", "page"], None, "the same pages"),
        (["live_site", "browser", "page", "editor"], None, "the same pages"),
        (["db"], MARK, "its subject is the types"),
    ],
)
def test_what_no_database_changes_runs_once(fixtures, mark, reason: str) -> None:
    found = reason_for_once(fixtures, mark)
    assert found.startswith("runs once, on SQLite: ") == bool(reason)
    assert found.endswith(reason)


def test_a_test_with_a_database_runs_on_both(request, db) -> None:
    assert reason_for_once(request.fixturenames, None) == ""


def test_a_worker_that_has_a_browser_still_has_its_database(browser, db) -> None:
    browser.new_context().close()
    assert Locale.objects.exists()

"""Costly tests stay together on a worker, and what no database changes runs once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from wagtail.models import Locale

from tests import distribution
from tests.distribution import BOTH, ONCE, TOGETHER, reason_for_once, together, turn

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
    assert all((ROOT / part).exists() for part in (*TOGETHER, *ONCE, *BOTH))
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
    ("where", "fixtures", "mark", "reason"),
    [
        ("e2e/", ["tmp_path", "settings"], None, "uses no database"),
        ("search/", ["tmp_path", "db"], None, ""),
        ("e2e/", ["live_site"], None, ""),
        ("e2e/", ["new_database"], None, ""),
        ("e2e/", ["live_site", "browser", "page"], None, "the same pages"),
        ("e2e/", ["live_site", "browser", "page", "editor"], None, "the same pages"),
        ("search/", ["db"], MARK, "its subject is the types"),
        ("twinning/translation/guards/", ["db"], None, "queries of the ORM"),
        ("towns/test_map.py", ["db"], None, "nothing of it is known to depend on SQL"),
    ],
)
def test_what_no_database_changes_runs_once(
    where, fixtures, mark, reason: str, monkeypatch
) -> None:
    monkeypatch.setattr(distribution, "WHOLE", False)
    found = reason_for_once(f"tests/{where}", fixtures, mark)
    assert found.startswith("runs once, on SQLite") == bool(reason)
    assert found.endswith(reason)


def test_all_of_it_runs_on_postgresql_where_that_is_wanted(monkeypatch) -> None:
    monkeypatch.setattr(distribution, "WHOLE", True)
    assert reason_for_once("tests/towns/test_map.py", ["db"], None) == ""
    assert reason_for_once("tests/towns/test_map.py", ["settings"], None)


def test_a_test_with_a_database_runs_on_both(request, db, monkeypatch) -> None:
    monkeypatch.setattr(distribution, "WHOLE", True)
    assert reason_for_once(request.node.nodeid, request.fixturenames, None) == ""


def test_a_worker_that_has_a_browser_still_has_its_database(browser, db) -> None:
    browser.new_context().close()
    assert Locale.objects.exists()

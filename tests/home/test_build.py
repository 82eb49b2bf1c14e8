"""What each machine builds for itself, and that a machine without it is not ready."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from health_check.exceptions import ServiceUnavailable

from twinning import building
from twinning.observing import health


@pytest.fixture
def machine(settings, tmp_path) -> Path:
    """A folder with catalogues and one static file, as production has them, and nothing built."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source/one.css").write_text("a { color: red }")
    catalogue = Path(settings.LOCALE_PATHS[0]) / "pl/LC_MESSAGES/django.po"
    (tmp_path / "locale/pl/LC_MESSAGES").mkdir(parents=True)
    shutil.copy(catalogue, tmp_path / "locale/pl/LC_MESSAGES")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "twinning.static_files.StaticFilesStorage"},
    }
    building.fault.cache_clear()
    yield tmp_path
    building.fault.cache_clear()


def said() -> str:
    """What the probe of a process says that starts now."""
    building.fault.cache_clear()
    try:
        health.Build().run()
    except ServiceUnavailable as error:
        return str(error.message)
    return "ok"


def test_a_machine_is_ready_once_it_has_built(machine: Path) -> None:
    """Without the mark `django_db`: a query would be an error."""
    assert said() == "missing"
    call_command("build")
    assert said() == "ok"
    assert (machine / "locale/pl/LC_MESSAGES/django.mo").is_file()
    assert list((machine / "static").glob("one.*.css"))


def test_what_is_built_is_not_built_again(machine: Path, capsys) -> None:
    """A machine builds at each start."""
    call_command("build")
    made = (machine / "static/staticfiles.json").stat().st_mtime_ns
    call_command("build")
    assert "already" in capsys.readouterr().out
    assert (machine / "static/staticfiles.json").stat().st_mtime_ns == made


@pytest.mark.parametrize("lost", ["static/build.txt", "locale/pl/LC_MESSAGES/django.mo"])
def test_what_is_lost_is_missed(machine: Path, lost: str) -> None:
    call_command("build")
    (machine / lost).unlink()
    assert said() == "missing"


@pytest.mark.parametrize("changed", ["source/one.css", "locale/pl/LC_MESSAGES/django.po"])
def test_a_build_of_another_release_is_none(machine: Path, changed: str) -> None:
    call_command("build")
    with (machine / changed).open("a") as file:
        file.write("\n")
    assert said() == "of another release"
    call_command("build")
    assert said() == "ok"


def test_a_process_goes_by_what_was_there_when_it_started(machine: Path) -> None:
    assert said() == "missing"
    call_command("build")
    with pytest.raises(ServiceUnavailable):
        health.Build().run()


def test_nobody_builds_where_static_files_come_from_their_sources(machine, settings) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    assert said() == "ok"


def test_what_cannot_be_done_without_decides() -> None:
    assert {"database", "migrations", "build"} == health.NEEDED
    assert health.CHECKS.keys() > health.NEEDED

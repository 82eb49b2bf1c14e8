"""Backups are whole or not there; what they lack is told of."""

import json
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.test_settings import ROOT
from twinning.backup import manifest


def backup(folder: Path, *options: str) -> Path:
    call_command("backup", str(folder), *options, verbosity=0)
    return folder


def test_a_backup_is_its_owners_alone(site, tmp_path: Path) -> None:
    folder = backup(tmp_path / "backup", "--files")
    paths = [folder, *folder.rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_file()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in tmp_path.glob("*.unfinished")] == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server")
def test_a_server_that_refuses_leaves_no_backup(site, tmp_path: Path, monkeypatch) -> None:
    import psycopg

    def refused(**parameters: object) -> None:
        raise psycopg.OperationalError("sorry, too many clients already")

    with monkeypatch.context() as patched:
        patched.setattr(psycopg, "connect", refused)
        with pytest.raises(CommandError, match="does not answer as it should: sorry"):
            backup(tmp_path / "backup")
    assert list(tmp_path.glob("backup*")) == []


def test_a_backup_says_what_is_in_it(site, tmp_path: Path) -> None:
    folder = backup(tmp_path / "backup", "--files")
    known = json.loads((folder / "manifest.json").read_text())
    assert known["format"] == 1 and known["kind"] == connection.vendor
    assert known["made_at"].endswith("+00:00")
    assert known["rows"]["towns.TownPage"] == 1
    assert any(name.startswith("media.0001") for name in known["migrations"])
    files = {file.name: file for file in manifest.listed(folder)}
    stored = {str(path.relative_to(site.media)) for path in site.media.rglob("*.*")}
    assert files.keys() == stored and known["files"] == len(stored) > 3
    for name in stored:
        assert (folder / "files" / name).read_bytes() == (site.media / name).read_bytes()
    document = files[site.document.file.name]
    assert document.size == 13 and document.field == "media.TwinningDocument.file"
    call_command("verify_backup", str(folder))


def test_files_are_listed_without_being_copied(site, tmp_path: Path) -> None:
    folder = backup(tmp_path / "backup")
    assert not (folder / "files").exists()
    assert len(list(manifest.listed(folder))) > 3
    call_command("check_media", str(folder))
    (site.media / site.document.file.name).write_bytes(b"What was sung")
    with pytest.raises(CommandError, match="1 files are not as they should be"):
        call_command("check_media", str(folder))
    call_command("check_media")  # there is one of that name


def test_a_missing_file_is_told_of(site, tmp_path: Path, capsys) -> None:
    (site.media / site.document.file.name).unlink()
    with pytest.raises(CommandError, match="1 files that rows name are missing") as told:
        backup(tmp_path / "backup", "--files")
    assert told.value.returncode == 3
    assert manifest.read(tmp_path / "backup").missing == (site.document.file.name,)
    with pytest.raises(CommandError, match="1 files"):
        call_command("check_media")
    assert f"missing: {site.document.file.name}" in capsys.readouterr().err


def test_files_of_nobody_are_named(site, capsys) -> None:
    (site.media / "documents/left.txt").write_text("over")
    call_command("check_media", "--orphans")
    assert "nobody’s: documents/left.txt\nNo file is missing." in capsys.readouterr().out


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/passwd"])
def test_names_that_lead_out_of_the_folder_are_refused(site, tmp_path: Path, name: str) -> None:
    type(site.document).objects.update(file=name)
    with pytest.raises(CommandError, match=r"outside of its folder|leads out of"):
        backup(tmp_path / "backup", "--files")
    assert not (tmp_path / "backup").exists()


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_is_new_in_one_that_is_there(site, tmp_path: Path, there: bool) -> None:
    target = tmp_path / "no such" / "folder"
    if there:
        target.mkdir(parents=True)
    with pytest.raises(CommandError, match="is there already" if there else "There is no folder"):
        backup(target)


def test_a_full_disk_leaves_nothing(site, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))  # bytes that a file may have
    try:
        with pytest.raises(CommandError, match=r"cannot be dumped|pg_dump has failed"):
            backup(tmp_path / "backup")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.glob("backup*")) == []


def test_a_killed_backup_does_not_look_whole(site, tmp_path: Path) -> None:
    pipe = site.media / "documents/pipe.txt"
    os.mkfifo(pipe)  # whoever reads it waits for ever
    type(site.document).objects.update(file="documents/pipe.txt")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "backup", str(tmp_path / "backup"), "--files"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "twinning.settings.development",
            "DATABASE_URL": address(),
            "MEDIA_ROOT": str(site.media),
        },
    )
    for _ in range(600):
        if process.poll() is not None or list(tmp_path.glob("*.unfinished/files.jsonl")):
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert not (tmp_path / "backup").exists()
    (left,) = tmp_path.glob("backup.*.unfinished")
    for command in ("verify_backup", "restore"):
        with pytest.raises(CommandError, match="is no backup"):
            call_command(command, str(left))


@pytest.mark.skipif(
    "not os.environ.get('DATABASE_URL', '').startswith('postgres')",
    reason="of PostgreSQL's own tools",
)
def test_no_password_stands_in_a_command_line(site, tmp_path: Path, monkeypatch) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    seen = programs / "seen"
    wrapper = programs / "pg_dump"
    found = subprocess.run(["which", "pg_dump"], capture_output=True, text=True, check=True)
    wrapper.write_text(
        f'#!/bin/sh\necho "$*|$PGPASSWORD|$PGOPTIONS" > {seen}\nexec {found.stdout.strip()} "$@"\n'
    )
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "pa ss'key")
    backup(tmp_path / "backup")
    arguments, password, options = seen.read_text().rstrip("\n").split("|")
    assert "--format=custom" in arguments and "ss'key" not in arguments
    assert password == "pa ss'key" and options == "", "no limit of time"


def address() -> str:
    """DATABASE_URL of the test's own database."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()

"""What a restore that was broken off has left is noted in the database, and done by a release."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from health_check.exceptions import ServiceUnavailable

from home.management.commands import release
from search.models import IndexState
from tests.twinning.backup.test_restore import change, restore, tables
from twinning.backup import afterwards, named, pending, restoring
from twinning.backup.errors import BackupError
from twinning.delivery import generation
from twinning.mail.models import OutgoingMessage
from twinning.observing import health


@pytest.fixture
def waiting(site, tmp_path: Path) -> Path:
    """A backup with an e-mail that waited, of a site whose index is up to date."""
    OutgoingMessage.objects.create(sender="a@b.example", recipients=[], content=b"")
    IndexState.objects.create(pk=1, fingerprint="known")
    call_command("backup", str(tmp_path / "backup"), "--files", verbosity=0)
    return tmp_path / "backup"


def broken(*args: Any, **kwargs: Any) -> None:
    raise DatabaseError("gone")


@pytest.mark.parametrize("where", ["_migrate", "settle"])
def test_what_a_broken_restore_has_left_is_done_by_the_next_release(
    waiting: Path, move_away, monkeypatch, settings, where: str
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    move_away()
    with monkeypatch.context() as breaks, pytest.raises(CommandError, match=r"manage\.py release"):
        if where == "settle":
            breaks.setattr(afterwards, "_forget_changes", broken)
        else:
            breaks.setattr(restoring, "call_command", broken)
        restore(waiting)
    assert OutgoingMessage.objects.get().failed_at is None and pending.is_unfinished()
    was = generation.stored()
    for command in ("db_worker", "clock"):
        with pytest.raises(CommandError, match=r"manage\.py release"):
            call_command(command)
    monkeypatch.setattr(health.Migrations, "are_done", False)
    with pytest.raises(ServiceUnavailable, match="restore"):
        health.Migrations().run()

    said: list[str] = []
    afterwards.finish(said.append)
    assert "1 e-mails not sent, as they may have been" in said
    assert OutgoingMessage.objects.get().failed_at is not None
    assert generation.stored() > was
    assert not IndexState.objects.exists(), "the release makes the index anew"
    assert not pending.is_unfinished() and pending.TABLE not in tables()
    health.Migrations().run()
    afterwards.finish(lambda words: pytest.fail("it was done"))


def test_a_release_finishes_a_restore(waiting: Path, move_away, monkeypatch) -> None:
    """Its other steps, which have tests of their own, are left out."""
    move_away()
    with monkeypatch.context() as breaks, pytest.raises(CommandError):
        breaks.setattr(afterwards, "_forget_changes", broken)
        restore(waiting)
    monkeypatch.setattr(release, "call_command", lambda *args, **kwargs: None)
    monkeypatch.setattr(release.releasing, "steps", list)
    call_command("release", verbosity=0)
    assert OutgoingMessage.objects.get().failed_at is not None
    assert not pending.is_unfinished()


def test_files_that_cannot_be_replaced_leave_a_database_of_the_present(
    waiting: Path, site, monkeypatch
) -> None:
    (site.media / site.document.file.name).write_bytes(b"What was sung")

    def away(*args: Any) -> None:
        raise BackupError("the store is away")

    with monkeypatch.context() as breaks, pytest.raises(CommandError, match="restore it again"):
        breaks.setattr(named, "replace", away)
        restore(waiting, "--replace")
    assert OutgoingMessage.objects.get().failed_at is not None and not pending.is_unfinished()
    restore(waiting, "--replace")
    assert (site.media / site.document.file.name).read_bytes() == b"What was said"


def test_names_of_missing_files_are_kept_as_they_are(waiting: Path, move_away, monkeypatch) -> None:
    name = "images/d'Almelo \\ — 'é'.png"
    change(waiting, missing=[name])
    move_away()
    with monkeypatch.context() as breaks, pytest.raises(CommandError):
        breaks.setattr(afterwards, "_forget_changes", broken)
        restore(waiting)
    assert pending.missing() == [name]

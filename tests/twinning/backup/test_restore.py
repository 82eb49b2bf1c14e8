"""A backup becomes the same site again; what cannot be restored changes nothing."""

import json
import os
import secrets
import shutil
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from tests import factories
from tests.tools.answers import rows
from towns.models import TownPage
from twinning.backup import manifest
from twinning.changes.models import Change, Kept
from twinning.delivery import generation
from twinning.mail.models import OutgoingMessage
from twinning.media.models import TwinningRendition
from twinning.webhooks.models import Endpoint

#: What a restored site has anew.
ANEW = {"changes.Change", "changes.Kept", "delivery.Generation", "search.IndexState"}


@pytest.fixture
def kept(site, tmp_path: Path) -> Path:
    """A backup of `site`, with files."""
    call_command("backup", str(tmp_path / "backup"), "--files", verbosity=0)
    return tmp_path / "backup"


def restore(folder: Path, *options: str) -> None:
    call_command("restore", str(folder), *options, verbosity=0)


def tables() -> list[str]:
    return connection.introspection.table_names()


def test_everything_is_there_again(site, kept: Path, move_away) -> None:
    before, was = rows(), generation.stored()
    media = move_away()
    assert tables() == []
    restore(kept)
    after = rows()
    assert {label for label in before if before[label] != after[label]} <= ANEW
    assert before.keys() == after.keys()
    for path in site.media.rglob("*.*"):
        assert (media / path.relative_to(site.media)).read_bytes() == path.read_bytes()
    assert generation.stored() > was
    assert Kept.objects.get().since == generation.stored() and not Change.objects.exists()
    call_command("check_media", str(kept), "--orphans")
    call_command("check", databases=["default"])  # the triggers are there

    was, last = generation.stored(), Page.objects.order_by("-pk").first().pk
    made = factories.TownPageFactory(parent=TownPage.objects.get().get_parent(), title="Kalisz")
    assert made.pk > last, "the sequence goes on"
    assert generation.stored() > was, "the triggers raise the number"


def test_what_waited_is_not_done_twice(site, tmp_path: Path, move_away) -> None:
    Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())
    OutgoingMessage.objects.create(sender="a@b.example", recipients=[], content=b"")
    hook = Endpoint.objects.create(name="One", url="https://hook.example/")
    hook.deliveries.create(uid="msg_1")
    hook.events_kept.create(uid="evt_1", name="page.published")
    DBTaskResult.objects.create(
        status="RUNNING", args_kwargs={"args": [], "kwargs": {}}, task_path="a.b",
        backend_name="default", run_after=timezone.now(), started_at=timezone.now(),
        worker_ids=["gone"], exception_class_path="", traceback="",
    )  # fmt: skip
    call_command("backup", str(tmp_path / "backup"), "--files", verbosity=0)
    move_away()
    cache.set("old", "answer")
    restore(tmp_path / "backup")
    assert not Session.objects.exists() and cache.get("old") is None
    message = OutgoingMessage.objects.get()
    assert message.failed_at is not None and message.error == "restored from a backup"
    hook = Endpoint.objects.get()
    assert [delivery.state for delivery in hook.deliveries.all()] == ["skipped"]
    assert not hook.events_kept.exists()
    task = DBTaskResult.objects.get(task_path="a.b")
    assert (task.status, task.worker_ids, task.started_at) == ("READY", [], None)


def test_a_site_that_is_in_use_is_replaced_only_when_told(site, kept: Path) -> None:
    factories.TownPageFactory(parent=site.tree.towns, title="Nîmes")
    site.picture.file.storage.delete(site.rendition.file.name)
    (site.media / site.document.file.name).write_bytes(b"What was sung")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_later_release (id integer)")
    with pytest.raises(CommandError, match="has pages or people already"):
        restore(kept)
    assert TownPage.objects.count() == 2
    restore(kept, "--replace")
    assert TownPage.objects.get().title == "Almelo"
    assert "of_a_later_release" not in tables()
    call_command("check_media", str(kept))


def test_a_migrated_site_without_pages_is_empty(kept: Path, move_away) -> None:
    move_away()
    restore(kept)
    Page.objects.filter(depth__gt=1).delete()
    restore(kept)
    assert TownPage.objects.get().title == "Almelo"


def test_somebody_elses_database_is_left_alone(kept: Path, move_away) -> None:
    move_away()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE invoices (id integer)")
    with pytest.raises(CommandError, match="none of a site's"):
        restore(kept, "--replace")
    assert tables() == ["invoices"]


def test_other_files_in_the_store_are_not_overwritten(kept: Path, site, move_away) -> None:
    media = move_away()
    there = media / site.document.file.name
    there.parent.mkdir(parents=True)
    there.write_bytes(b"Something else")
    with pytest.raises(CommandError, match="1 files of the store are other"):
        restore(kept)
    assert there.read_bytes() == b"Something else" and tables() == []
    restore(kept, "--replace")
    assert there.read_bytes() == b"What was said"


def test_renditions_without_a_file_are_made_anew(site, tmp_path: Path, move_away) -> None:
    (site.media / site.rendition.file.name).unlink()
    with pytest.raises(CommandError):
        call_command("backup", str(tmp_path / "backup"), "--files", verbosity=0)
    number = TwinningRendition.objects.count()
    move_away()
    with pytest.raises(CommandError, match="1 files are missing") as told:
        restore(tmp_path / "backup")
    assert told.value.returncode == 3
    assert TwinningRendition.objects.count() == number - 1


def truncated(folder: Path) -> None:
    with (folder / "database.dump").open("r+b") as dump:
        dump.truncate(dump.seek(0, os.SEEK_END) // 2)


def truncated_before_it_was_listed(folder: Path) -> None:
    truncated(folder)
    change(folder, database=vars(manifest.part_at(folder / "database.dump")))


def change(folder: Path, **values: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def some_file(folder: Path) -> Path:
    return next((folder / "files/documents").iterdir())


WRONG = {
    "truncated": (truncated, "database.dump has .* bytes instead of"),
    "cut": (truncated_before_it_was_listed, "no whole SQLite|pg_restore has failed"),
    "no dump": (lambda folder: (folder / "database.dump").unlink(), "database.dump is missing"),
    "file": (lambda folder: some_file(folder).write_text("What was sung"), "minutes.* has changed"),
    "no file": (lambda folder: some_file(folder).unlink(), "minutes.txt is missing"),
    "list": (lambda folder: (folder / "files.jsonl").write_text("{}\n"), "files.jsonl has 3 bytes"),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "is no backup"),
    "half": (lambda folder: (folder / "manifest.json").write_text("{"), "cannot be read"),
    "member": (lambda folder: change(folder, rows=None, more=1), "is not whole"),
    "format": (lambda folder: change(folder, format=2), "format 2; this release reads format 1"),
    "not there": (shutil.rmtree, "is no backup"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_not_whole_changes_nothing(kept: Path, move_away, wrong: str) -> None:
    breaks, words = WRONG[wrong]
    breaks(kept)
    media = move_away()
    if wrong not in {"no manifest", "half", "member", "format", "not there", "cut"}:
        with pytest.raises(CommandError, match="is not whole"):
            call_command("verify_backup", str(kept))
    with pytest.raises(CommandError, match=words):
        restore(kept)
    assert tables() == [] and not media.exists()


@pytest.mark.parametrize(
    "values, words",
    [
        ({"kind": "mysql"}, r"The backup is one of mysql; DATABASE_URL names a database of \w+"),
        ({"migrations": ["towns.9999_later"]}, "of another release.*: towns.9999_later"),
        ({"migrations": ["gone.0001_initial"]}, "of another release.*: gone.0001_initial"),
    ],
)
def test_what_does_not_fit_is_refused(kept: Path, move_away, values, words: str) -> None:
    change(kept, **values)
    move_away()
    with pytest.raises(CommandError, match=words):
        restore(kept, "--replace")
    assert tables() == []


def test_an_older_backup_is_migrated(site, tmp_path: Path, move_away) -> None:
    call_command("migrate", "wagtailsearchpromotions", "zero", verbosity=0)
    call_command("backup", str(tmp_path / "backup"), "--files", verbosity=0)
    move_away()
    restore(tmp_path / "backup")
    assert "wagtailsearchpromotions_searchpromotion" in tables()
    assert TownPage.objects.get().title == "Almelo"
    call_command("check", databases=["default"])


@pytest.mark.skipif(
    "not os.environ.get('DATABASE_URL', '').startswith('postgres')",
    reason="of PostgreSQL's own tools",
)
@pytest.mark.parametrize("bytes_", [0, 20_000, 200_000])
def test_half_a_restoration_is_none(site, kept: Path, tmp_path, monkeypatch, bytes_: int) -> None:
    found = shutil.which("pg_restore")
    wrapper = tmp_path / "programs/pg_restore"
    wrapper.parent.mkdir()
    wrapper.write_text(
        '#!/bin/sh\ncase "$*" in *--schema*) '
        f'{found} "$@" | head -c {bytes_}; exit 1;; esac\nexec {found} "$@"\n'
    )
    wrapper.chmod(0o755)
    before = rows()
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    with pytest.raises(CommandError, match="Nothing has been changed"):
        restore(kept, "--replace")
    assert rows() == before


@pytest.mark.skipif(
    "not os.environ.get('DATABASE_URL', '').startswith('postgres')",
    reason="of PostgreSQL's own tools",
)
def test_programs_that_are_not_there_are_named(site, kept: Path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match="pg_restore is not installed"):
        restore(kept, "--replace")
    assert TownPage.objects.exists()


@pytest.mark.skipif(
    "not os.environ.get('DATABASE_URL', '').startswith('postgres')",
    reason="of PostgreSQL's own tools",
)
def test_default_privileges_hold_for_what_is_restored(kept: Path, move_away) -> None:
    move_away()
    role = f"reader_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {role}"
        )
    try:
        restore(kept)
        restore(kept, "--replace")
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege(%s, 'wagtailcore_page', 'SELECT')", [role])
            assert cursor.fetchone() == (True,)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")

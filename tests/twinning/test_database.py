"""PostgreSQL as production uses it: pooled, limited in time, by a role that may change no table."""

import os
import re
import subprocess
import threading
import time
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
    connections,
    transaction,
)
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from search import finding
from stories.models import StoryPage
from tests import factories
from tests.load.database import database
from tests.own_database import own_db  # noqa: F401  (in place of pytest-django's `db`)
from tests.tools.running import ROOT
from twinning import landmarks, releasing
from twinning.delivery.models import Generation
from twinning.settings import connections as settings_of
from twinning.unlimited import unlimited

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="it is about PostgreSQL")

ROLES = ROOT / "docs/roles.sql"


@pytest.fixture
def as_in_production(db):
    """The tests' database with the options that the production settings give it."""
    config = {"ENGINE": settings_of.POSTGRESQL, "OPTIONS": connection.settings_dict["OPTIONS"]}
    given = {**dict.fromkeys(settings_of.VARIABLES, ""), "DATABASE_STATEMENT_TIMEOUT": "1"}
    plain = connection.settings_dict
    connection.close()
    made = settings_of.kept(config, "", given)
    connection.settings_dict = {**plain, **made}
    yield connection
    connection.close()
    connection.close_pool()
    connection.settings_dict = plain


def shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


def test_connections_come_from_a_pool_and_go_back(as_in_production) -> None:
    pids = set()
    for _ in range(20):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.add(cursor.fetchone()[0])
        connection.close()  # as at the end of a request
    assert len(pids) <= 2, "one that is asked for while the pool begins may be made beside it"


def test_a_connection_that_was_cut_costs_no_answer(as_in_production) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    connection.close()
    parameters = connection.get_connection_params()
    with psycopg.connect(**parameters, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert shown("statement_timeout") == "1s"


@pytest.fixture
def outage(db):
    """A server of the test's own, and a connection to it with the pool that production has."""
    with database() as server:
        named = {"NAME": "postgres", "USER": "postgres", "PASSWORD": "", "PORT": ""}
        named["HOST"] = server.url.partition("?host=")[2]
        config = {"ENGINE": settings_of.POSTGRESQL, "OPTIONS": {}}
        made = settings_of.kept(config, "", dict.fromkeys(settings_of.VARIABLES, ""))
        asking = type(connections[DEFAULT_DB_ALIAS])(
            {**connection.settings_dict, **named, **made}, "outage"
        )
        yield server, asking
        asking.close()
        asking.close_pool()


def test_the_database_is_found_again_within_seconds(outage) -> None:
    """However long it was away: the pool's own pauses would have become 16 seconds long."""
    server, asking = outage

    def answers() -> bool:
        try:
            with asking.cursor() as cursor:
                cursor.execute("SELECT 1")
        except (OperationalError, InterfaceError):
            return False
        finally:
            asking.close()
        return True

    assert answers()
    server.kill()
    back_at = time.monotonic() + 17
    while time.monotonic() < back_at:
        assert not answers()
        time.sleep(0.2)
    server.start()
    begun = time.monotonic()
    while not answers():
        assert time.monotonic() - begun < 6
    assert time.monotonic() - begun < 6


def test_the_guides_statements_make_the_database(outage, tmp_path: Path) -> None:
    """Those for a Debian machine, as they are typed, by a superuser of a server of our own."""
    server, _asking = outage
    guide = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    [typed] = re.findall(r"(?ms)^owner=.*?^END$", guide)
    runuser = tmp_path / "runuser"
    runuser.write_text(f'#!/bin/sh\nshift 4; exec psql -d "{server.url}" "$@"\n')
    runuser.chmod(0o755)
    subprocess.run(
        ["/bin/sh", "-ec", typed.replace("/srv/twinning", str(ROOT))],
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        check=True,
    )
    parameters = {"host": server.url.partition("?host=")[2], "dbname": "twinning"}
    with psycopg.connect(**parameters, user="twinning_owner", autocommit=True) as owner:
        assert owner.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        owner.execute("CREATE TABLE one (id serial)")
    with psycopg.connect(**parameters, user="twinning_app", autocommit=True) as app:
        app.execute("INSERT INTO one DEFAULT VALUES")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE two (id serial)")


def test_what_takes_too_long_is_ended(as_in_production) -> None:
    with pytest.raises(DatabaseError, match="statement timeout"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    assert shown("lock_timeout") == "10s"
    assert shown("idle_in_transaction_session_timeout") == "1min"


def test_work_that_may_take_long_does(as_in_production) -> None:
    with unlimited():
        assert {shown(name) for name in settings_of.LIMITS} == {"0"}
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(1.2)")
    assert shown("statement_timeout") == "1s"


def test_migrate_and_the_index_are_not_limited(as_in_production, monkeypatch, tree) -> None:
    from django.db.migrations.executor import MigrationExecutor
    from wagtail.search.management.commands.update_index import Command

    seen = []
    monkeypatch.setattr(
        MigrationExecutor, "migrate", lambda self, *a, **k: seen.append(shown("lock_timeout"))
    )
    with pytest.raises(AttributeError):  # what it would have returned is asked for its applications
        call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")
    monkeypatch.setattr(Command, "handle", lambda self, **k: seen.append(shown("lock_timeout")))
    call_command("update_index", verbosity=0)
    assert seen == ["0", "0"]
    assert shown("lock_timeout") == "10s"


def test_several_statements_in_one_work_through_the_pool(as_in_production, tree) -> None:
    """Django binds on the client's side, or `search.matching.postgres` could not send them."""
    get_search_backend()
    call_command("update_index", verbosity=0)
    site = landmarks.current().default_site
    found = finding.find("Almelo", "en", site, {})
    assert [result.page.title for result in found.results()] == ["Almelo"]
    with transaction.atomic():
        assert finding.find("Almelo", "en", site, {}).rows
        assert {shown(f"enable_{way}") for way in ("seqscan", "hashjoin", "mergejoin")} == {"on"}


def test_two_releases_do_not_meet(db) -> None:
    order: list[str] = []
    inside, waits = threading.Event(), threading.Event()

    def say(line: str) -> None:
        order.append(line)
        waits.set()

    def other() -> None:
        inside.wait(10)
        with releasing.alone(say):
            order.append("second")
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    with releasing.alone(order.append):
        inside.set()
        waits.wait(20)
        order.append("first")
    thread.join(20)
    assert order == ["A release or a backup is under way; waiting for its end.", "first", "second"]


# Roles


def documented() -> str:
    """The statements of docs/roles.sql, for whoever owns the tests' own database."""
    statements = ROLES.read_text(encoding="utf-8").replace("twinning_owner", "CURRENT_USER")
    return f"CREATE ROLE twinning_app NOLOGIN;\n{statements}"


@pytest.fixture
def app_role(tree):
    """Acts as the role that docs/roles.sql makes for web, worker and clock."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(documented().replace("DATABASE twinning", f'DATABASE "{name}"'))
        cursor.execute("SET ROLE twinning_app")
        yield cursor
        cursor.execute("RESET ROLE; DROP OWNED BY twinning_app; DROP ROLE twinning_app")


def test_the_sites_role_does_all_that_the_site_does(tree, app_role) -> None:
    before = Generation.objects.get().number
    page = factories.StoryPageFactory(parent=tree.stories, title="Lanterns")
    page.save_revision().publish()
    page.refresh_from_db()
    page.title = "More lanterns"
    page.save_revision().publish()
    call_command("update_index", verbosity=0)
    assert StoryPage.objects.get(pk=page.pk).title == "More lanterns"
    page.delete()
    assert Generation.objects.get().number > before, "triggers act for whoever has migrated"
    app_role.execute("LISTEN twinning_test")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (id integer)",
        "DROP TABLE towns_townpage",
        "ALTER TABLE towns_townpage ADD COLUMN more integer",
        "TRUNCATE towns_townpage CASCADE",
        "CREATE SCHEMA more",
        "ALTER TABLE towns_townpage DISABLE TRIGGER ALL",
        "CREATE ROLE more",
    ],
)
def test_the_sites_role_changes_no_table(app_role, statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refused, transaction.atomic():
        app_role.execute(statement)


def test_the_sites_role_reads_every_table(app_role) -> None:
    for table in connection.introspection.table_names():
        app_role.execute(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608  # the name of a table of ours
    assert Page.objects.exists()

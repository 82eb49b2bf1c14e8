"""Migrations that the release before survives: it is still running when they are made.

Those that lead up to the first release, named in migrations_before.txt, were made on empty
databases. Every later one passes django-migration-linter, on PostgreSQL, whose SQL it reads.
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, migrations, models
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements, get_sql_analyser_class

BEFORE = Path(__file__).with_name("migrations_before.txt")
#: Warnings that are as bad: they lock a table that is being read.
AS_ERRORS = ["CREATE_INDEX_EXCLUSIVE"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="it reads PostgreSQL's SQL"),
]


def ours() -> list[str]:
    """All migrations of apps that no package has brought, as `app.name`."""
    from django.apps import apps

    return sorted(
        f"{app.label}.{path.stem}"
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(settings.ROOT) and "site-packages" not in app.path
        for path in (Path(app.path) / "migrations").glob("[0-9]*.py")
    )


def new() -> list[str]:
    return sorted(set(ours()) - set(BEFORE.read_text(encoding="utf-8").split()))


@pytest.mark.parametrize("name", new())
def test_the_release_before_survives(name: str, capsys) -> None:
    app, _dot, migration = name.partition(".")
    linter = MigrationLinter(no_cache=True, warnings_as_errors_tests=AS_ERRORS)
    linter.lint_all_migrations(app_label=app, migration_name=migration)
    assert linter.nb_total == 1
    assert not linter.has_errors, capsys.readouterr().out


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (migrations.RemoveField("miss", "count"), "DROP_COLUMN"),
        (migrations.RenameField("miss", "count", "number"), "RENAME_COLUMN"),
        (migrations.DeleteModel("Miss"), "DROP_TABLE"),
        (migrations.AddField("miss", "extra", models.IntegerField(default=1)), "NOT_NULL"),
    ],
)
def test_what_it_would_not_survive_is_found(operation, code: str) -> None:
    from django.db.migrations.loader import MigrationLoader

    state = MigrationLoader(connection).project_state()
    migration = migrations.Migration("too_bold", "search")
    migration.operations = [operation]
    with connection.schema_editor(collect_sql=True) as editor:
        migration.apply(state, editor, collect_sql=True)
    analyser = get_sql_analyser_class(settings.DATABASES["default"]["ENGINE"])
    errors, _ignored, _warnings = analyse_sql_statements(analyser, editor.collected_sql, [])
    assert code in [error.code for error in errors]


def test_what_was_before_is_there_still() -> None:
    assert set(BEFORE.read_text(encoding="utf-8").split()) <= set(ours())

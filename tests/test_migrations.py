"""Migrations that the release before survives: it is still running when they are made.

Those that lead up to the first release, named in migrations_before.txt, were made on empty
databases; those that packages had brought by then, or that somebody has looked at since, are named
in migrations_of_packages.txt. Every other one passes django-migration-linter, on PostgreSQL, whose
SQL it reads.
"""

import pkgutil
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements, get_sql_analyser_class

HERE = Path(__file__).parent
BEFORE, OF_PACKAGES = HERE / "migrations_before.txt", HERE / "migrations_of_packages.txt"
#: Warnings that are as bad: they lock a table that is being read.
AS_ERRORS = ["CREATE_INDEX_EXCLUSIVE"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="it reads PostgreSQL's SQL"),
]


def is_ours(app_path: str) -> bool:
    return Path(app_path).is_relative_to(settings.ROOT) and "site-packages" not in app_path


def there(*, ours: bool) -> set[str]:
    """All migrations of apps that no package has brought, or of those that one has: `app.name`."""
    return {
        f"{app.label}.{name}"
        for app in apps.get_app_configs()
        if is_ours(app.path) is ours
        for name in of(app.label)
    }


def of(label: str) -> Iterator[str]:
    """The names of an app's migrations, where Django looks for them."""
    module, _is_explicit = MigrationLoader.migrations_module(label)
    if module and find_spec(module):
        for _finder, name, is_package in pkgutil.iter_modules(import_module(module).__path__):
            if not is_package and name[0] not in "_~":
                yield name


def listed(path: Path) -> set[str]:
    return set(path.read_text(encoding="utf-8").split())


def new() -> list[str]:
    known = listed(BEFORE) | listed(OF_PACKAGES)
    return sorted((there(ours=True) | there(ours=False)) - known)


def faults(name: str) -> str:
    """What the linter says of a migration; empty where the release before survives it."""
    app, _dot, migration = name.partition(".")
    linter = MigrationLinter(no_cache=True, warnings_as_errors_tests=AS_ERRORS)
    with redirect_stdout(StringIO()) as said:
        linter.lint_migration(linter.migration_loader.disk_migrations[app, migration])
    assert linter.nb_total == 1
    return said.getvalue() if linter.has_errors else ""


@pytest.mark.parametrize("name", new())
def test_the_release_before_survives(name: str) -> None:
    assert not faults(name), "docs/operations.md, Upgrading, says what is to be done"


MIGRATION = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("search", "{last}")]
    operations = [migrations.{operation}]
"""


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ("RemoveField('miss', 'count')", "DROPPING columns"),
        ("AlterModelOptions('miss', {})", ""),
    ],
)
def test_a_new_migration_is_found_and_read(
    tmp_path: Path, monkeypatch, settings, operation: str, said: str
) -> None:
    """One that lies beside those that there are, from being found to what is said of it."""
    package = f"migrations_{tmp_path.name.replace('-', '_')}"
    (tmp_path / package).mkdir()
    there_are = Path(apps.get_app_config("search").path) / "migrations"
    init = f"__path__ = [{str(there_are)!r}, *__path__]\n"
    (tmp_path / package / "__init__.py").write_text(init)
    text = MIGRATION.format(last=max(of("search")), operation=operation)
    (tmp_path / package / "9999_newest.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    before = set(new())
    settings.MIGRATION_MODULES = {"search": package}
    assert set(new()) - before == {"search.9999_newest"}
    found = faults("search.9999_newest")
    assert said in found and bool(found) is bool(said)


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
    state = MigrationLoader(connection).project_state()
    migration = migrations.Migration("too_bold", "search")
    migration.operations = [operation]
    with connection.schema_editor(collect_sql=True) as editor:
        migration.apply(state, editor, collect_sql=True)
    analyser = get_sql_analyser_class(settings.DATABASES["default"]["ENGINE"])
    errors, _ignored, _warnings = analyse_sql_statements(analyser, editor.collected_sql, [])
    assert code in [error.code for error in errors]


def test_what_is_listed_is_there_still() -> None:
    """What a package has squashed goes out of its list."""
    assert sorted(listed(BEFORE) - there(ours=True)) == []
    assert sorted(listed(OF_PACKAGES) - there(ours=False)) == []

"""The site's database as backups see it: its kind, what is in it, and what made it."""

from types import ModuleType
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from wagtail.models import Page

from twinning.backup import postgres, sqlite
from twinning.backup.errors import BackupError

#: By the vendor of the database: modules with the same names in them.
DIALECTS: dict[str, ModuleType] = {"postgresql": postgres, "sqlite": sqlite}

#: The root, and Wagtail's page of welcome: what there is once migrations have been made.
_PAGES_OF_NOBODY = 2


def kind() -> str:
    """The vendor of the site's database."""
    return str(connections[DEFAULT_DB_ALIAS].vendor)


def dialect() -> ModuleType:
    """How that is dumped and restored."""
    return DIALECTS[kind()]


def rows(using: str) -> dict[str, int]:
    """How many rows each model has, by its label."""
    return {model._meta.label: model._base_manager.using(using).count() for model in _models(using)}


def rows_of(known: dict[str, int]) -> dict[str, int]:
    """How many rows the site's database has now of models that a backup names."""
    return {label: number for label, number in rows(DEFAULT_DB_ALIAS).items() if label in known}


def applied(using: str) -> list[str]:
    """The migrations that were made, of the apps that are installed: `app.name`."""
    connection = connections[using]
    known = MigrationLoader(connection)
    made = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in made if app in known.migrated_apps)


def unknown(migrations: list[str]) -> list[str]:
    """Those of them that this release does not have: another one, newer or older, has made them."""
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    for migration in loader.disk_migrations.values():
        known |= {f"{app}.{name}" for app, name in migration.replaces}
    return sorted(set(migrations) - known)


def is_in_use() -> bool:
    """Whether the database has pages or people that migrations alone do not make.

    Raises:
        BackupError: it is no site's.
    """
    tables = set(connections[DEFAULT_DB_ALIAS].introspection.table_names())
    if not tables:
        return False
    if Page._meta.db_table not in tables:
        raise BackupError("The database has tables that are none of a site's. Give it an own one.")
    users: Any = get_user_model()
    has_people = users._meta.db_table in tables and users._base_manager.exists()
    return has_people or Page.objects.count() > _PAGES_OF_NOBODY


def _models(using: str) -> list[type[Model]]:
    tables = set(connections[using].introspection.table_names())
    found: list[Any] = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table in tables
    ]
    return found

"""Every model that an answer can depend on raises the generation, whoever writes, and however."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, transaction
from django.db.models import Field, Model
from wagtail.models import Page

from tests.twinning.delivery.building import another, build
from twinning.delivery import triggers
from twinning.delivery.sources import UNSHOWN, UNWATCHED, numbered, sources, watched


def rises(outside, change: Callable[[], Any]) -> int:
    """How often the number rises by a change that is made in one transaction."""
    outside.rises()
    with transaction.atomic():
        change()
        assert outside.rises() == 0, "seen before the commit"
    return outside.rises()


def shown(model: type[Model]) -> list[Field]:
    """The columns of its own table that answers show, and that refer to no other row."""
    names = UNSHOWN.get(model._meta.label, ())
    return [
        field
        for field in model._meta.local_concrete_fields
        if not field.primary_key and not field.remote_field and field.name not in names
    ]


def test_saving_and_deleting_any_watched_model_raises_it_once_a_transaction(outside) -> None:
    for model in watched():
        _is_watched(model, outside)


def _is_watched(model: type[Model], outside) -> None:
    label, own, rows = model._meta.label, model._base_manager, list[Model]()

    assert rises(outside, lambda: rows.extend(build(model) for _ in range(3))) == 1, label
    if issubclass(model, Page):
        Page.objects.filter(pk__in=[row.pk for row in rows]).update(live=True)
    for field in shown(model):
        values = {row.pk: another(field, getattr(row, field.attname)) for row in rows}

        def update() -> None:
            for pk, value in values.items():  # noqa: B023  (called before the next field's turn)
                own.filter(pk=pk).update(**{field.attname: value})  # noqa: B023

        assert rises(outside, update) == 1, (label, field.name)
        assert rises(outside, update) == 0, (label, field.name, "nothing changed")

    def delete() -> None:
        for row in rows:
            own.filter(pk=row.pk)._raw_delete(using=DEFAULT_DB_ALIAS)
            for parent in row._meta.parents:
                parent._base_manager.filter(pk=row.pk)._raw_delete(using=DEFAULT_DB_ALIAS)

    assert rises(outside, delete) == 1, label


def test_what_is_rolled_back_raises_nothing(outside, tree) -> None:
    outside.rises()
    with transaction.atomic():
        tree.home.hero_title = "Another"
        tree.home.save()
        transaction.set_rollback(True)
    assert outside.rises() == 0


def test_whoever_writes_past_django_raises_it_as_well(outside, tree) -> None:
    outside.rises()
    outside.execute("UPDATE home_homepage SET hero_title = ?", "By hand")
    assert outside.rises() == 1
    Page.objects.filter(pk=tree.almelo.pk).update(title="Almelo!")
    assert outside.rises() == 1


@pytest.mark.skipif(
    "not os.environ.get('DATABASE_URL', '').startswith('postgres')",
    reason="SQLite has no roles; runs with `make pytest-postgres`",
)
def test_whoever_may_write_only_content_raises_it_all_the_same(outside, tree) -> None:
    role = f"limited_{secrets.token_hex(4)}"
    outside.execute(f"CREATE ROLE {role}")
    outside.execute(f"GRANT SELECT, UPDATE ON home_homepage TO {role}")
    outside.rises()
    outside.execute(f"SET ROLE {role}")
    outside.execute("SET search_path = ''")
    outside.execute("UPDATE public.home_homepage SET hero_title = 'By somebody'")
    outside.execute("RESET ROLE")
    outside.execute("RESET search_path")
    assert outside.rises() == 1
    outside.execute(f"DROP OWNED BY {role}")
    outside.execute(f"DROP ROLE {role}")


@pytest.mark.parametrize("label", sorted(UNWATCHED))
def test_what_is_not_watched_exists(label) -> None:
    """A name that is misspelt, or that a release of Wagtail has changed, would mean nothing."""
    if label == "wagtailsearch.SQLiteFTSIndexEntry" and connection.vendor != "sqlite":
        return  # SQLite's alone
    if "." in label:
        assert apps.get_model(label)
    else:
        assert apps.get_app_config(label)


@pytest.mark.parametrize("label", sorted(UNSHOWN))
def test_columns_that_are_not_shown_exist(label) -> None:
    names = {field.name for field in apps.get_model(label)._meta.local_concrete_fields}
    assert set(UNSHOWN[label]) <= names


def test_a_table_that_lacks_a_trigger_is_found_and_mended(outside) -> None:
    assert triggers.missing() == []
    dialect = triggers.DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(dialect.LIST)
        of_table = [row[:2] for row in cursor.fetchall() if row[0] == "towns_interest"]
        cursor.execute(dialect.drop(*of_table[0]))
    assert triggers.missing() == ["towns_interest"]
    before = outside.number()
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
    assert outside.number() > before


def test_an_outdated_trigger_is_found_and_mended(outside, settings) -> None:
    """Such as one that knows nothing of a column that has been added."""
    with connection.cursor() as cursor:
        name = ("towns_interest", "twinning_generation_update")
        if connection.vendor == "sqlite":
            name = ("towns_interest", "twinning_generation_towns_interest_update")
        dialect = triggers.DIALECTS[connection.vendor]
        cursor.execute(dialect.drop(*name))
        [(_name, statement)] = [
            made
            for source in sources()
            if source.table == "towns_interest"
            for made in dialect.triggers(source)
            if made[0] == name
        ]
        for part in dialect.create(*name, statement.replace("WHEN (", "WHEN (true OR ", 1)
                                   .replace("WHEN OLD", "WHEN 1 OR OLD", 1)):  # fmt: skip
            cursor.execute(part)
    assert triggers.missing() == ["towns_interest"]
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []


def test_a_migrate_that_has_nothing_to_do_touches_nothing(outside) -> None:
    before = outside.number()
    call_command("migrate", verbosity=0)
    assert outside.number() == before


def test_what_a_migration_that_failed_has_left_is_mended_by_the_next(outside) -> None:
    triggers.rest("default", plan=["a migration"])
    assert outside.number() < 0
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
    assert outside.number() > 0


def test_while_a_database_is_migrated_nobody_may_rely_on_the_number(outside) -> None:
    before = outside.number()
    triggers.drop()
    assert outside.number() == -before
    assert len(triggers.missing()) == len([*sources(), *numbered()])
    triggers.install()
    assert outside.number() > before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="readers of SQLite lock no table")
def test_a_long_reader_keeps_the_triggers_but_nobody_else_waiting(outside, monkeypatch) -> None:
    import psycopg

    monkeypatch.setattr(triggers.postgres, "IMPATIENT", ("SET LOCAL lock_timeout = '100ms'",))
    pauses: list[float] = []
    address = {**connection.get_connection_params(), "options": ""}
    with psycopg.connect(**address) as reader, psycopg.connect(**address) as other:
        reader.execute("SELECT count(*) FROM wagtailcore_page")

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            other.execute("SET lock_timeout = '1s'; SELECT count(*) FROM wagtailcore_site")
            other.rollback()
            if len(pauses) == 3:
                reader.rollback()

        monkeypatch.setattr(triggers.time, "sleep", pause)
        triggers.drop()
    assert pauses == [triggers.PAUSE] * 3
    assert outside.number() < 0
    triggers.install()
    assert triggers.missing() == []


def test_what_waits_for_something_else_is_tried_once(monkeypatch) -> None:
    def broken(dialect: object) -> None:
        raise OperationalError

    monkeypatch.setattr(triggers, "_drop", broken)
    monkeypatch.setattr(triggers.time, "sleep", lambda seconds: pytest.fail("tried again"))
    with pytest.raises(OperationalError):
        triggers.drop()


def test_an_app_of_a_sites_own_by_the_name_of_ours_is_watched(monkeypatch) -> None:
    endpoint, user = apps.get_model("webhooks.Endpoint"), get_user_model()
    assert endpoint not in watched()
    monkeypatch.setattr("twinning.delivery.sources._is_kernels", lambda model: False)
    assert endpoint in watched()
    assert user not in watched() and user.groups.through not in watched(), "of whatever model"

"""What a test finds in a database made beforehand is what the builder would have made in it."""

import re
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from wagtail.models import Locale, Page

from tests.conftest import small_site
from tests.tools.seeds import Builder, Database, Databases, builder_of, seeded, wanted
from towns.models import TownPage

KEY = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


def normal(row: tuple[Any, ...]) -> str:
    """A row without the keys that are drawn anew; PostgreSQL gives a number away only once."""
    text = KEY.sub("key", repr(row))
    return text if connection.vendor == "sqlite" else re.sub(r"\d+", "number", text)


def is_time(field: models.Field[Any, Any]) -> bool:
    """Whether it is when something was; a generation is milliseconds, too."""
    return isinstance(field, models.DateTimeField) or field.name == "generation"


def rows() -> dict[str, Counter[str]]:
    """All rows of all tables, without what is never the same twice."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            fields = model._meta.local_concrete_fields
            names = [one.attname for one in fields if not is_time(one)]
            found[model._meta.label] = Counter(map(normal, model._base_manager.values_list(*names)))
    return found


@pytest.fixture
def seed(_seeds: Databases, django_db_blocker, name: str) -> Database:
    """The database of a builder, which is made before the test's transaction begins."""
    with django_db_blocker.unblock():
        return _seeds.of(builder_of(name))


@pytest.mark.parametrize("name", ["tree", "world"])
def test_each_table_has_what_the_builder_writes(seed: Database, db, name: str) -> None:
    builder = builder_of(name)
    with seed.used():
        ready = rows()
    made: dict[str, Any] = {}
    for each in builder.chain():
        made[each.name] = each.build(*map(made.__getitem__, each.needs))
    assert ready["wagtailcore.Page"].total() > 4
    # The triggers of PostgreSQL that count changes wait for a commit, which a test never makes.
    counted = {"delivery.Generation"}
    built = rows()
    differing = {
        label: (built[label] - ready[label], ready[label] - built[label])
        for label in built.keys() - counted
        if built[label] != ready[label]
    }
    assert differing == {}


@pytest.mark.parametrize("_time", range(2))
def test_what_a_test_does_is_not_seen_by_the_next(tree, _time: int) -> None:
    assert (tree.almelo.title, tree.site.root_page) == ("Almelo", tree.home)
    assert TownPage.objects.get() == tree.almelo
    tree.almelo.title = "Gone"
    tree.almelo.delete()
    assert connection.in_atomic_block


def test_its_pages_can_be_edited(tree) -> None:
    tree.almelo.title = "Another"
    tree.almelo.save_revision().publish()
    added = tree.almelo.copy_for_translation(tree.locales["nl"], copy_parents=True)
    assert Page.objects.get(pk=tree.almelo.pk).title == "Another"
    assert added.pk > tree.almelo.pk


class TestInAnotherPlace:
    @pytest.fixture
    def locales(self, db) -> dict[str, Locale]:
        Locale.objects.filter(language_code="pl").delete()
        return {"en": Locale.objects.get(language_code="en")}

    def test_what_stands_on_a_replaced_fixture_is_made_in_the_test(self, request, tree) -> None:
        assert wanted(request.node) is None
        assert list(tree.locales) == ["en"]
        assert not Locale.objects.filter(language_code="pl").exists()


def item(*names: str, database: Any = None, mark: pytest.Mark | None = None) -> Any:
    """A test that uses fixtures of ours."""
    given = SimpleNamespace(func=seeded("locales", builder_of("locales").build)._fixture_function)
    known = {name: [given] for name in names}
    if database:
        known["db"] = [SimpleNamespace(func=database)]
    return SimpleNamespace(
        fixturenames=names,
        get_closest_marker=lambda _name: mark,
        _fixtureinfo=SimpleNamespace(name2fixturedefs=known),
    )


def test_a_test_gets_the_database_that_brings_most() -> None:
    assert wanted(item("tree", "locales")) == builder_of("tree")
    assert wanted(item("locales")) == builder_of("locales")
    assert wanted(item("other")) is None


def test_what_commits_has_the_builder_run_in_it() -> None:
    committing = pytest.mark.django_db(transaction=True).mark
    assert wanted(item("tree", "locales", mark=committing)) is None
    assert wanted(item("tree", "locales", "transactional_db")) is None
    assert wanted(item("tree", "locales", database=small_site)) is None
    assert wanted(item("tree", "locales", mark=pytest.mark.django_db.mark)) is not None


def test_two_builders_have_two_names() -> None:
    with pytest.raises(ValueError, match="called tree"):
        seeded("tree", rows)


def test_nothing_that_waits_for_a_commit_is_done(_seeds: Databases, django_db_blocker) -> None:
    done = []

    def build() -> Locale:
        transaction.on_commit(lambda: done.append(1))
        return Locale.objects.create(language_code="is")

    own = Databases()
    with django_db_blocker.unblock():
        database = own.of(Builder("icelandic", build, ()))
        with database.used():
            assert Locale.objects.filter(language_code="is").exists()
        assert not Locale.objects.filter(language_code="is").exists()
        own.drop()
    assert done == []

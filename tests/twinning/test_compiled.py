"""SQL that is written once: the same answers as from a queryset, whatever the number of values."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from home.models import HomePage
from stories.models import StoryPage
from tests import factories
from twinning import family, specific
from twinning.compiled import Columns, CompiledQuery
from twinning.media.models import TwinningImage, TwinningRendition

pytestmark = pytest.mark.django_db


def build(keys: list[int], slugs: list[str]) -> Any:
    pages = Page.objects.filter(depth__gt=1).order_by("pk")
    return pages.filter(pk__in=keys, slug__in=slugs).values_list("pk", "slug")


@pytest.fixture
def query() -> CompiledQuery:
    return CompiledQuery(build, Page._meta.pk, Page._meta.get_field("slug"))


@pytest.fixture
def stories(tree) -> list[StoryPage]:
    return [factories.StoryPageFactory(parent=tree.stories) for _ in range(7)]


def test_every_number_of_values_gets_its_rows(query, stories) -> None:
    pairs = [(story.pk, story.slug) for story in stories]
    slugs = [slug for _key, slug in pairs]
    for number in range(1, 8):
        keys = [key for key, _slug in pairs[:number]]
        assert query.rows(keys, slugs) == pairs[:number]
        assert query.rows(keys, slugs[-1:]) == (pairs if number == 7 else [])[-1:]


def test_few_statements_are_kept_and_none_is_written_twice(query, stories, monkeypatch) -> None:
    keys = [story.pk for story in stories]
    for number in range(1, 8):
        query.rows(keys[:number], ["a"])
    assert len(query._statements) == 4  # of 1, 2, 4 and 8 keys
    monkeypatch.setattr(query, "_build", None)
    assert query.rows(keys[:3], [stories[0].slug]) == [(keys[0], stories[0].slug)]


def test_a_value_that_looks_like_a_constant_of_the_query_is_none(query, tree) -> None:
    """`depth > 1` is a parameter too; a key of 1 must not be taken for it, nor it for the key."""
    root = Page.get_first_root_node()
    assert query.rows([1, root.pk], [root.slug]) == []


def test_an_instance_is_what_a_queryset_makes(stories) -> None:
    [story] = StoryPage.objects.filter(pk=stories[0].pk).select_related("locale")
    found = specific.fetch(StoryPage, story.pk)
    assert found == story
    assert {f.attname: getattr(found, f.attname) for f in StoryPage._meta.concrete_fields} == {
        f.attname: getattr(story, f.attname) for f in StoryPage._meta.concrete_fields
    }
    assert not found._state.adding
    with CaptureQueriesContext(connection) as captured:
        assert found.locale == story.locale
        assert specific.fetch(HomePage, story.pk) is None
        lazy = specific.fetch(StoryPage, story.pk, ["body"])
    assert len(captured) == 2
    assert lazy.get_deferred_fields() == {"body"}
    assert lazy.body == story.body


@pytest.mark.parametrize(
    ("model", "are_plain"),
    [
        (Page, True),
        (Locale, True),
        (TwinningRendition, True),
        (TwinningImage, False),
        (StoryPage, False),
    ],
)
def test_values_are_put_in_past_the_model_only_where_nothing_converts_them(
    model, are_plain, tree, picture, stories
) -> None:
    columns = Columns.of(model)
    assert columns._are_plain == are_plain
    for row in model.objects.values_list(*columns.names):
        made, usual = columns.instance(row), model.objects.get(pk=row[0])
        for field in model._meta.concrete_fields:
            assert getattr(made, field.attname) == getattr(usual, field.attname), field
        assert (made, hash(made), made.get_deferred_fields()) == (usual, hash(usual), set())
        assert (made._state.adding, made._state.db) == (False, usual._state.db)
        made.save()  # as any other


def test_columns_that_are_left_out_are_deferred(tree) -> None:
    columns = Columns.of(Page, but=("title", "owner"))
    [values] = Page.objects.filter(pk=tree.home.pk).values_list(*columns.names)
    assert columns.instance(values).get_deferred_fields() == {"title", "owner_id"}


def test_pages_at_addresses_come_with_their_translations(tree) -> None:
    dutch = tree.home.copy_for_translation(tree.locales["nl"])
    urls = [tree.home.url_path, tree.almelo.url_path, "/nowhere/"]
    assert {page.pk for page in family.of_pages_at(urls)} == {
        tree.home.pk,
        dutch.pk,
        tree.almelo.pk,
    }
    root = Page.get_first_root_node()
    assert [page.pk for page in family.of_pages_at(["/"])] == [root.pk]
    assert {page.pk for page in family.of_pages_at(["/", tree.almelo.url_path])} == {
        root.pk,
        tree.almelo.pk,
    }
    assert family.of_pages([], []) == []


def test_an_address_is_looked_up_by_a_column_with_an_index(tree) -> None:
    """Else the whole table is read for each page that is shown."""
    assert not Page._meta.get_field("url_path").db_index, "then `slug` is no longer needed"
    assert Page._meta.get_field("slug").db_index
    with CaptureQueriesContext(connection) as captured:
        family.of_pages_at([tree.home.url_path, tree.almelo.url_path])
    assert '"slug" IN (' in captured[0]["sql"]


def test_finding_pages_joins_fewer_tables_than_postgresql_weighs() -> None:
    """With more than eight it would join them for all pages of the site before it looks for any."""
    found = str(family._of_urls(["/start/almelo/"], ["almelo"]).query)
    assert found.count(" JOIN ") < 7, found

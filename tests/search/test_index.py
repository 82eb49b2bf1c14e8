"""What PostgreSQL's index has of a thing, which is written by a statement of ours."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from modelsearch.backends import get_search_backend

from search.backends.documents import documents
from tests import factories
from tests.search.making import story

pytestmark = pytest.mark.skipif(
    "not os.environ.get('DATABASE_URL', '').startswith('postgres')",
    reason="SQLite's is written by modelsearch; runs with `make pytest-postgres`",
)

#: All that the statement writes. What modelsearch adds some day would stay empty.
COLUMNS = {
    "content_type_id",
    "object_id",
    "title_norm",
    "title_text",
    "body_text",
    "autocomplete",
    "title",
    "body",
}
VECTORS = ("title", "body", "autocomplete")
WEIGHTS = "ABCD"


@pytest.fixture
def index() -> Any:
    return get_search_backend().get_index_for_model(entries())


def entries() -> Any:
    """Wagtail's table of the index, in the app of its own that Wagtail gives it."""
    return apps.get_model("wagtailsearch", "IndexEntry")


def page(tree: Any) -> Any:
    """A story with words in fields of all weights."""
    block = {"type": "rich_text", "value": "<p>It was told in the pavilion, by many.</p>"}
    return story(tree, "Velodrome", intro="A race of towns.", people="Ada Ostrowska", body=[block])


def snippet(tree: Any) -> Any:
    return factories.InterestFactory()


def picture(tree: Any) -> Any:
    made = factories.ImageFactory(title="A bridge", description="Over the Ribble")
    made.tags.add("river", "stone")
    return made


@pytest.mark.parametrize("make", [page, snippet, picture])
def test_words_and_weights_are_those_that_modelsearch_writes(tree, index, make) -> None:
    made = make(tree)
    index.add_items(type(made), [made])
    ours = lexemes(made)
    super(type(index), index).add_items(type(made), documents([made]))
    assert ours == lexemes(made)
    assert any(ours.values())


def test_each_column_is_written() -> None:
    assert {field.column for field in entries()._meta.concrete_fields} - {"id"} == COLUMNS


def test_plain_texts_have_no_tokens(tree, index) -> None:
    made = page(tree)
    entry = made.index_entries.get()
    assert entry.title_text == "Velodrome"
    assert "A race of towns." in entry.body_text
    assert "enx" not in entry.body_text
    assert entry.body_text == entry.body_text.strip()


def test_what_is_indexed_again_has_its_latest_words_once(tree, index) -> None:
    made = page(tree)
    made.title = "Pavilion"
    index.add_items(type(made), [made])
    assert made.index_entries.get().title_text == "Pavilion"


def test_nothing_is_written_of_nothing(tree, index, django_assert_num_queries) -> None:
    model = type(page(tree))
    with django_assert_num_queries(1):  # the languages
        index.add_items(model, [])


def lexemes(made: Any) -> dict[str, list[str]]:
    """The words of each vector by their weights: their places alone differ from modelsearch's."""
    entry = made.index_entries.get()
    found = {}
    for vector in VECTORS:
        for weight in WEIGHTS:
            sql = f"SELECT tsvector_to_array(ts_filter(%s::tsvector, '{{{weight}}}'))"
            with connection.cursor() as cursor:
                cursor.execute(sql, [getattr(entry, vector)])
                found[f"{vector} {weight}"] = cursor.fetchone()[0]
    return found

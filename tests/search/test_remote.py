"""Other backends are asked in modelsearch's own language: here those of the databases are."""

import pytest
from modelsearch.query import And, Or, PlainText

from search.analysis import of_text
from search.asking.expressions import AllOf, AnyOf, Beginning
from search.asking.query import beginnings, parse
from search.backends.remote import LanguageMapping
from search.matching import remote
from tests import factories


@pytest.fixture
def stories(tree) -> dict[str, int]:
    titles = ("A velodrome", "A choir and a velodrome", "A choir", "Nothing of the kind")
    return {
        title: factories.StoryPageFactory(parent=tree.stories, title=title).pk for title in titles
    }


def test_it_finds_what_has_all_words_and_in_other_languages_what_has_any(stories) -> None:
    own = AllOf(tuple(parse("choirs velodromes", "en").groups("en")))
    found = remote.ranked(own, None, 10, 0)
    assert [page for page, _score in found] == [stories["A choir and a velodrome"]]
    either = AnyOf(tuple(parse("choirs velodromes", "en").groups("en")))
    assert {page for page, _score in remote.ranked(own, either, 10, 10)} == {
        pk for title, pk in stories.items() if title != "Nothing of the kind"
    }


def test_it_finds_titles_by_their_beginnings(stories) -> None:
    asked = beginnings("a velo", "en")
    assert asked is not None
    found = {page for page, _score in remote.beginning(asked, 10)}
    assert found == {stories["A velodrome"], stories["A choir and a velodrome"]}


def test_expressions_become_queries() -> None:
    query = remote.query_of(AllOf(("a", AnyOf(("b", Beginning("c"))))))
    assert isinstance(query, And)
    first, second = query.subqueries
    assert isinstance(first, PlainText) and isinstance(second, Or)
    assert [one.query_string for one in second.subqueries] == ["b", "c"]


def test_documents_have_tokens_beside_their_words(tree, stories) -> None:
    class Plain:
        def _get_document_field_data(self, field, obj):
            return "title", field.get_value(obj), []

    class Mapping(LanguageMapping, Plain):
        pass

    (title,) = (
        one for one in tree.almelo.get_searchable_search_fields() if one.field_name == "title"
    )
    _name, value, _beginnings = Mapping()._get_document_field_data(title, tree.almelo)
    assert value == f"Almelo {of_text('Almelo', 'en')}"

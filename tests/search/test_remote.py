"""Other backends are asked in modelsearch's own language: here those of the databases are."""

import pytest
from django.http import HttpRequest
from modelsearch.query import And, Or, PlainText
from wagtail.models import Page, PageViewRestriction

from search.analysis import of_text
from search.asking.expressions import AllOf, AnyOf, Beginning
from search.asking.query import beginnings, parse
from search.backends.remote import LanguageMapping
from search.matching import remote
from search.matching.pages import Asked, Pages
from tests import factories
from twinning import landmarks, references


@pytest.fixture
def stories(tree) -> dict[str, int]:
    titles = ("A velodrome", "A choir and a velodrome", "A choir", "Nothing of the kind")
    return {
        title: factories.StoryPageFactory(parent=tree.stories, title=title).pk for title in titles
    }


@pytest.fixture
def pages(tree) -> Pages:
    site = landmarks.current().default_site
    assert site is not None
    return Pages(site)


def asked(expression, pages: Pages) -> Asked:
    return Asked(expression, pages, 10, 10)


def test_it_finds_what_has_all_words_and_in_other_languages_what_has_any(stories, pages) -> None:
    own = AllOf(tuple(parse("choirs velodromes", "en").groups("en")))
    found = remote.ranked([asked(own, pages)])
    assert [row.page for row in found] == [stories["A choir and a velodrome"]]
    either = AnyOf(tuple(parse("choirs velodromes", "en").groups("en")))
    assert {row.page for row in remote.ranked([asked(own, pages), asked(either, pages)])} == {
        pk for title, pk in stories.items() if title != "Nothing of the kind"
    }


def test_it_finds_titles_by_their_beginnings(stories, pages) -> None:
    words = beginnings("a velo", "en")
    assert words is not None
    found = {row.page for row in remote.beginning(asked(words, pages))}
    assert found == {stories["A velodrome"], stories["A choir and a velodrome"]}


def test_it_finds_what_anybody_may_see_and_does_not_exist_in_a_language(tree, stories) -> None:
    site = landmarks.current().default_site
    assert site is not None
    left = Page.objects.get(pk=stories["A velodrome"])
    private = Page.objects.get(pk=stories["A choir"])
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    Page.objects.get(pk=stories["A choir and a velodrome"]).unpublish()
    translated = Page.objects.get(pk=stories["Nothing of the kind"]).specific
    dutch = translated.copy_for_translation(tree.locales["nl"], copy_parents=True)
    dutch.save_revision().publish()
    with references.opened(HttpRequest()):
        found = Pages(site, missing_in="nl").indexed()
        assert set(found.filter(pk__in=stories.values())) == {left}
        assert set(found) >= set(Pages(site, missing_in="nl").seen())


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

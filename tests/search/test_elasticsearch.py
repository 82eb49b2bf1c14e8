"""modelsearch's own classes for Elasticsearch and OpenSearch, by languages; there is no server.

What both share needs none of their clients: documents, mappings and queries as they would be sent.
"""

import json
from typing import Any

import pytest
from django.http import HttpRequest
from modelsearch.backends.elasticsearchbase import ElasticsearchBaseSearchBackend
from wagtail.models import Page, get_page_models

from search.analysis import of_text
from search.asking.expressions import AllOf
from search.asking.query import beginnings, parse
from search.backends.remote import LanguageIndex, SearchBackend
from search.matching.pages import Pages
from search.matching.remote import query_of
from search.models import PageText
from tests import factories
from twinning import landmarks, references


class Client:
    """In the place of the server's client: keeps what it is told to index."""

    def __init__(self, **_given: Any) -> None:
        self.indexed: list[Any] = []

    def index(self, *given: Any, **named: Any) -> None:
        self.indexed.append((given, named))


@pytest.fixture
def backend(monkeypatch):
    monkeypatch.setattr(ElasticsearchBaseSearchBackend, "client_class", Client, raising=False)
    return SearchBackend({"OF": "modelsearch.backends.elasticsearchbase", "URLS": "http://none"})


def test_all_of_our_page_types_have_a_mapping(db, backend) -> None:
    for model in get_page_models():
        fields = backend.mapping_class(model).get_mapping()["properties"]
        assert fields["title"]["type"] == "text"
        assert "locale_id_filter" in fields
        json.dumps(fields)


def test_a_page_is_sent_with_its_tokens_and_kept_beside_the_index(tree, backend) -> None:
    story = factories.StoryPageFactory(parent=tree.stories, title="Velodromes", intro="Of sport.")
    PageText.objects.all().delete()
    index = backend.get_index_for_model(type(story))
    assert isinstance(index, LanguageIndex)
    index.add_item(story)
    ((given, named),) = index.es.indexed
    document = next(one for one in [*given, *named.values()] if isinstance(one, dict))
    assert document["title"] == f"Velodromes {of_text('Velodromes', 'en')}"
    assert f"Velodromes {of_text('Velodromes', 'en')}" in document["_edgengrams"]
    assert "enssport" in json.dumps(document, default=str)
    assert PageText.objects.get().text.startswith("Of sport.")


def test_what_is_asked_can_be_written(tree, backend) -> None:
    site = landmarks.current().default_site
    assert site is not None
    own = query_of(AllOf(tuple(parse("choirs velodromes", "en").groups("en"))))
    with references.opened(HttpRequest()):
        pages = Pages(site, missing_in="nl").indexed()
        asked = backend.query_compiler_class(pages, own)
        asked.check()
        written = json.dumps(asked.get_query(), default=str)
        assert "enxchoirs" in written and "live_filter" in written
        words = beginnings("velo", "en")
        assert words is not None
        typed = backend.autocomplete_query_compiler_class(pages, "enxvelo")
        typed.check()
        assert "enxvelo" in json.dumps(typed.get_query(), default=str)
    assert asked.queryset.model is Page
